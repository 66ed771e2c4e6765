/**
 * `allowedPaths` of a plug-in in a worker, on the worker's side.
 * @module
 */
import { firstNumber, SharedFiles } from './shared-files.js';

/** @import { FilesStart } from './page-files.js' */
/** @import { FileChanges } from './shared-files.js' */
/** @import { AllowedPaths } from './types.js' */

/**
 * The files of the worker's plug-in.
 *
 * @typedef {object} WorkerFiles
 * @property {AllowedPaths} allowedPaths
 * @property {() => FileChanges | undefined} changes what the plug-in changed since the start, or since `changes` or
 *   `apply` was called last; it has to reach the page. `undefined` when nothing did
 * @property {(changes: FileChanges) => void} apply takes over what the page changed, in place, so that open descriptors
 *   see it
 */

/**
 * Makes the directories that a page sent.
 *
 * @param {FilesStart} files
 * @returns {WorkerFiles}
 */
export function openFiles({ start, paths, contents, live }) {
  const shared = new SharedFiles(start, firstNumber.worker);
  if (contents !== undefined) shared.apply(contents);
  const allowedPaths = Object.fromEntries(
    paths.map(([key, path]) => [key, 'given' in path ? path.given : shared.nodeOf(path.directory)]),
  );
  shared.keep(live);
  return {
    allowedPaths: /** @type {AllowedPaths} */ (allowedPaths),
    changes: () => shared.changes(),
    apply: (changes) => shared.apply(changes),
  };
}
