// The memory of processes, where the operating system has /proc.
import { readFileSync, readdirSync } from 'node:fs';

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/**
 * How much memory these processes have between them.
 * @param {number[]} pids
 * @returns {number | null} in bytes; `null` where that cannot be told
 */
export function residentBytes(pids) {
  let total = 0;
  for (const pid of pids) {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '');
    if (line !== null) total += 1024 * Number(line[1]);
  }
  return total === 0 ? null : total;
}

/** A process and all that it started. @param {number} root @returns {number[]} */
export function treeOf(root) {
  const parents = new Map();
  for (const name of read('/proc/self/status') === null ? [] : readdirSync('/proc')) {
    const parent = /^PPid:\s+(\d+)$/m.exec((/^\d+$/.test(name) && read(`/proc/${name}/status`)) || '');
    if (parent !== null) parents.set(Number(name), Number(parent[1]));
  }
  const below = (pid) => {
    for (let at = pid; at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [root, ...[...parents.keys()].filter((pid) => pid !== root && below(pid))];
}
