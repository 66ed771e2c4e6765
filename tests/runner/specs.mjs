// Which spec files to run.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const suite = fileURLToPath(new URL('../suite/', import.meta.url));

/**
 * What of the suite has nothing to do with where plug-ins run: the kernel alone, the tests' own tools, the pool's own
 * parts, and what is of the main thread alone.
 */
const independent = [
  ...['kernel', 'smoke'].map((folder) => resolve(suite, folder) + sep),
  ...['http/at-once', 'http/helper-thread', 'http/xhr', 'pool/calls', 'pool/order', 'pool/queue', 'pool/random', 'pool/size', 'pool/workers', 'wasi/memory-directory'].map((name) =>
    resolve(suite, `${name}.spec.js`),
  ),
];

/**
 * The spec files at or below the given paths, or all of the suite: as paths from the repository's root with
 * slashes, in order, each once.
 * @param {string[]} paths
 * @param {boolean} [worker] whether plug-ins run in workers: all of the suite is then what that makes a difference to
 * @throws {Error} when one of them has no specs
 */
export function findSpecs(paths, worker = false) {
  const files = paths.length === 0 ? wholeSuite(worker) : paths.flatMap((path) => specsAt(path));
  return [...new Set(files)].sort().map((file) => relative(root, file).split(sep).join('/'));
}

const wholeSuite = (worker) =>
  specsBelow(suite).filter((file) => !worker || !independent.some((path) => file.startsWith(path)));

/** The specs at a path given from where the caller is, or from the root. */
function specsAt(given) {
  const path = existsSync(given) ? resolve(given) : resolve(root, given);
  const stats = statSync(path, { throwIfNoEntry: false });
  const found = stats?.isDirectory() ? specsBelow(path) : stats?.isFile() ? [path] : [];
  if (found.length === 0) throw new Error(`no spec at ${given}`);
  return found;
}

const specsBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.js'))
    .map((file) => resolve(folder, file));
