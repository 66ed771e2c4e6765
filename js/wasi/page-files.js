/**
 * `allowedPaths` of a plug-in in a worker, on the page's side.
 * @module
 */
import { loadWasi } from '../runtime.js';
import { readAllowedPaths } from './allowed-paths.js';
import { isFileContent, MemoryDirectory, readFile, readTree } from './memory-directory.js';
import { isDirectoryHandle, isFileHandle } from './opfs.js';
import { firstNumber, SharedFiles } from './shared-files.js';

/** @import { AllowedPaths } from './types.js' */
/** @import { FileChanges } from './shared-files.js' */

/** What is given to the worker as it is: what names a file or directory, or a file's own content. @typedef {string | FileSystemHandle | Uint8Array} Given */

/**
 * What a worker makes its `allowedPaths` of. It can be cloned to another thread.
 *
 * @typedef {object} FilesStart
 * @property {number} start
 * @property {[key: string, path: {given: Given} | {directory: number}][]} paths with the
 *   keys as they were given, and directories in memory by their numbers
 * @property {FileChanges | undefined} contents of the directories in memory
 * @property {number[]} live the directories that are kept the same on both sides
 */

/**
 * Reads the option, and the files that are given as plain objects, which are copied.
 *
 * @param {AllowedPaths | null | undefined} allowedPaths
 * @returns {Promise<PageFiles>}
 * @throws {TypeError} what is wrong with the option, as where plug-ins run on the main thread; paths of the host and
 *   handles are left to the worker
 */
export async function shareFiles(allowedPaths) {
  const paths = readAllowedPaths(allowedPaths);
  const given = Object.entries(allowedPaths ?? {});
  // What is no directory of any kind is refused by the implementation, which knows the kinds that the runtime has.
  if (paths.some(({ value }) => typeof value !== 'string' && (typeof value !== 'object' || value === null))) {
    await (await loadWasi())({ allowedPaths: allowedPaths ?? {}, output: undefined });
  }
  /** @type {Set<MemoryDirectory>} */
  const copies = new Set();
  const read = await Promise.all(
    paths.map(async ({ value, label }, index) => {
      const [key, original] = given[index];
      if (typeof value === 'string' || isDirectoryHandle(value) || isFileHandle(value)) return /** @type {PagePath} */ ({ key, value: original });
      return { key, value: isFileContent(value) ? (await readFile(value)).bytes : await readTree(value, label, copies) };
    }),
  );
  return new PageFiles(read, copies);
}

/** @typedef {{key: string, value: Given | MemoryDirectory}} PagePath */

/** The files of one plug-in, which has one worker at a time. */
export class PageFiles {
  #paths;

  /** The directories in memory among the paths. */
  #directories;

  /** The application's own directories, not those that only lie in others of them. */
  #live;

  #starts = 0;

  /** @type {SharedFiles | undefined} */
  #shared;

  /** @param {PagePath[]} paths @param {Set<MemoryDirectory>} copies directories that nobody changes on the page */
  constructor(paths, copies) {
    this.#paths = paths;
    this.#directories = paths.map(({ value }) => value).filter((value) => value instanceof MemoryDirectory);
    this.#live = liveIn(this.#directories, copies);
  }

  /** Whether there is nothing to be kept the same: `changes` never gives anything then. */
  get isEmpty() {
    return this.#live.length === 0;
  }

  /**
   * The files for a new worker, the first or one in the place of another: the application's directories as they are now,
   * plain objects as they were given. Changes of an earlier worker are ignored from now on.
   *
   * @returns {FilesStart}
   */
  start() {
    const start = ++this.#starts;
    const shared = new SharedFiles(start, firstNumber.page);
    const contents = shared.collect(this.#directories);
    /** @type {FilesStart['paths']} */
    const paths = this.#paths.map(({ key, value }) => [key, value instanceof MemoryDirectory ? { directory: shared.numberOf(value) } : { given: value }]);
    const live = this.#live.map((directory) => shared.numberOf(directory));
    shared.keep(live);
    this.#shared = shared;
    return { start, paths, contents, live };
  }

  /**
   * What changed on the page since the worker's start, or since `changes` or `apply` was called last; it has to reach
   * the worker.
   *
   * @returns {FileChanges | undefined} `undefined` when nothing did
   */
  changes() {
    return this.#shared?.changes();
  }

  /** Takes over what the plug-in changed, in place. @param {FileChanges} changes */
  apply(changes) {
    this.#shared?.apply(changes);
  }
}

/**
 * The first directories on each way into some that are not copies.
 *
 * @param {MemoryDirectory[]} directories
 * @param {Set<MemoryDirectory>} copies
 */
function liveIn(directories, copies) {
  /** @type {Set<MemoryDirectory>} */
  const live = new Set();
  const found = new Set(directories);
  for (const directory of found) {
    if (!copies.has(directory)) {
      live.add(directory);
      continue;
    }
    for (const entry of directory.entries.values()) if (entry instanceof MemoryDirectory) found.add(entry);
  }
  return [...live];
}
