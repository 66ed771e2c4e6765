// The small file tree that a plug-in with WASI sees.

/** @typedef {{path: string, text: string}} TextFile `path` is absolute, with / */

/** @param {string} path @returns {string[]} */
const parts = (path) => path.split('/').filter((part) => part !== '');

/**
 * @param {TextFile[]} files
 * @param {typeof import('extism-web').MemoryDirectory} MemoryDirectory
 * @returns {Record<string, import('extism-web').MemoryDirectory>} directories by guest path: the first part of each file's path
 * @throws {Error} that names the file
 */
export function allowedPaths(files, MemoryDirectory) {
  /** @type {Record<string, import('extism-web').MemoryDirectory>} */
  const roots = {};
  for (const { path, text } of files) {
    const [root, ...rest] = parts(path);
    if (rest.length === 0) throw new Error(`The file "${path}" must be in a directory, as in /data/notes.txt`);
    const directory = (roots[`/${root}`] ??= new MemoryDirectory());
    directory.writeFile(rest.join('/'), text);
  }
  return roots;
}

/** @param {import('extism-web').MemoryDirectory} directory @param {string} prefix its guest path @param {string} path in it */
function* walk(directory, prefix, path = '') {
  for (const { name, kind } of directory.list(path) ?? []) {
    const inner = path === '' ? name : `${path}/${name}`;
    if (kind === 'directory') yield* walk(directory, prefix, inner);
    else yield { path: `${prefix}/${inner}`, bytes: directory.readFile(inner) ?? new Uint8Array() };
  }
}

/**
 * All files that are there now.
 * @param {Record<string, import('extism-web').MemoryDirectory>} roots as `allowedPaths` makes them
 * @returns {{path: string, bytes: Uint8Array}[]}
 */
export const filesIn = (roots) => Object.entries(roots).flatMap(([root, directory]) => [...walk(directory, root)]);
