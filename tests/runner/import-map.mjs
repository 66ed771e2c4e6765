// The import map with which a page without a bundler resolves what a bundler would: this package's own
// exports, what it depends on, the specs' assertions, and the package that it is compared with.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

const root = new URL('../../', import.meta.url);
const conditions = ['browser', 'import', 'default'];

/**
 * @param {(path: string) => string} [of] which file stands for one that the package exports
 * @returns {Record<string, string>}
 */
export function importMap(of = (path) => path) {
  const own = readPackage('');
  const dependencies = ['chai', '@extism/extism', ...Object.keys(own.dependencies ?? {})];
  const exports = Object.fromEntries(Object.entries(entries(own, '/')).map(([name, path]) => [name, of(path)]));
  return Object.assign(exports, ...dependencies.map((name) => entries(readPackage(`node_modules/${name}/`), `/node_modules/${name}/`)));
}

/** The source of a script of the package: specs look into some, and a class must be the same everywhere. @param {string} path */
export const sourceOf = (path) => path.replace(/\bpkg\/(browser|module|node)\.js$/, 'js/$1.js');

const readPackage = (folder) => JSON.parse(readFileSync(new URL(`${folder}package.json`, root), 'utf8'));

/** One entry for every subpath that a browser may import. */
function entries({ name, exports, module, main }, base) {
  const paths = isSubpaths(exports) ? exports : { '.': exports ?? module ?? main ?? './index.js' };
  /** @type {Record<string, string>} */
  const map = {};
  for (const [subpath, target] of Object.entries(paths)) {
    const file = resolve(target);
    if (file !== null && !subpath.includes('*')) map[posix.join(name, subpath)] = posix.join(base, file);
  }
  return map;
}

const isSubpaths = (exports) =>
  typeof exports === 'object' && exports !== null && Object.keys(exports).every((key) => key.startsWith('.'));

/** The file for a browser: the first condition that applies, in the package's order. */
function resolve(target) {
  if (typeof target === 'string') return target;
  if (target === null || typeof target !== 'object') return null;
  const key = Object.keys(target).find((condition) => conditions.includes(condition));
  return key === undefined ? null : resolve(target[key]);
}
