// Doing nothing when nothing changed: a step remembers the state of its inputs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

/** Folders of things that were built or installed. */
const made = new Set(['node_modules', 'target', 'dist']);

/** Every source file at or below `path`, in a fixed order. A path that does not exist has none. */
export function filesUnder(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
}

/** A hash of the names and contents of the files at or below each of `paths`, and of `extra` text. */
export function fingerprint(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const path of paths)
    for (const file of filesUnder(path)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * Run `work` unless it ran before with the same inputs and its outputs are still there.
 * @param {{name: string, inputs: string[], outputs: string[], extra?: string}} step paths are absolute
 * @param {() => unknown} work
 * @returns {Promise<boolean>} whether it ran
 */
export async function whenChanged({ name, inputs, outputs, extra }, work) {
  const stamp = inRoot('target', 'stamps', name);
  const now = fingerprint(inputs, extra);
  const then = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (now === then && outputs.every((output) => existsSync(output))) return false;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(inRoot('target', 'stamps'), { recursive: true });
  writeFileSync(stamp, now);
  return true;
}
