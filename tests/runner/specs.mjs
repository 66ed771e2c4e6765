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
  ...['hostile/full-memory', 'hostile/no-room', 'hostile/page', 'http/at-once', 'http/helper-thread', 'http/xhr', 'manifest/rewriter', 'peer/exports', 'peer/manifest', 'peer/output', 'pool/calls', 'pool/order', 'pool/queue', 'pool/random', 'pool/size', 'pool/workers', 'wasi/memory-directory'].map((name) =>
    resolve(suite, `${name}.spec.js`),
  ),
];

/**
 * The spec files at or below the given paths, or all of the suite: as paths from the repository's root with
 * slashes, in order, each once.
 * @param {string[]} paths
 * @param {{worker: boolean, isolated: boolean, jspi: boolean}} mode with `worker`, all of the suite is what that makes a
 *   difference to
 * @throws {Error} when one of them has no specs
 */
export function findSpecs(paths, mode) {
  const files = paths.length === 0 ? wholeSuite(mode) : paths.flatMap((path) => specsAt(path));
  return [...new Set(files)].sort().map((file) => relative(root, file).split(sep).join('/'));
}

/** What a page that is not isolated runs as any other: comparisons with the peer, and WASI's functions one by one. */
const alikeByMessages = [resolve(suite, 'peer') + sep, resolve(suite, 'wasi/table.spec.js')];

/** Host functions. Workers that neither share memory nor can be suspended refuse them: worker/no-functions.spec.js. */
const functions = resolve(suite, 'functions') + sep;

function wholeSuite({ worker, isolated, jspi }) {
  const without = [...(worker ? independent : []), ...(worker && !isolated ? alikeByMessages : []), ...(worker && !isolated && !jspi ? [functions] : [])];
  return specsBelow(suite).filter((file) => !without.some((path) => file.startsWith(path)));
}

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
