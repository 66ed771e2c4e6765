/**
 * Which paths of the host a plug-in may use: none that leads out of the directory, be it by symbolic links.
 * @module
 */
import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve as resolvePath, sep } from 'node:path';

import { WasiFailure } from './faults.js';
import { errno } from './preview1.js';

/**
 * What a function does with a symbolic link at the end of a path: goes where it leads, works on the link itself, or
 * refuses it.
 * @typedef {'follow' | 'itself' | 'refuse'} AtLink
 */

/** How many links may follow on each other. */
const maxLinks = 32;

/** @param {string} path @param {string} directory */
const isIn = (path, directory) => path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

/**
 * Where a path leads. Links at its end are resolved here, textually; nothing that is opened is a link then.
 *
 * @param {string} top the real path of the directory that must not be left
 * @param {string} directory the real path of the one that the path is relative to
 * @param {string} path
 * @param {AtLink} atLink
 * @returns {string}
 * @throws {WasiFailure} when it must not be used
 */
export function resolve(top, directory, path, atLink) {
  if (path.startsWith('/')) throw new WasiFailure(errno.notcapable);
  let place = resolvePath(directory, path);
  for (let links = 0; ; links++) {
    if (!isIn(place, directory) || !staysIn(place, directory, top)) throw new WasiFailure(errno.notcapable);
    const target = atLink === 'itself' ? undefined : linkTarget(place);
    if (target === undefined) return place;
    if (atLink === 'refuse' || links === maxLinks) throw new WasiFailure(errno.loop);
    if (target.startsWith('/')) throw new WasiFailure(errno.notcapable);
    place = resolvePath(dirname(place), target);
  }
}

/** Whether a symbolic link to be made at a place would lead out. @param {string} top @param {string} place @param {string} target */
export function leadsOut(top, place, target) {
  if (target.startsWith('/')) return true;
  try {
    return !isIn(resolvePath(realpathSync.native(dirname(place)), target), top);
  } catch {
    // There is no directory to make the link in.
    return false;
  }
}

/**
 * Whether the directory that the path is in is in the root. One that cannot be resolved cannot be used either.
 *
 * @param {string} path
 * @param {string} directory
 * @param {string} root a real path
 */
function staysIn(path, directory, root) {
  try {
    return isIn(realpathSync.native(path === directory ? path : dirname(path)), root);
  } catch {
    return true;
  }
}

/** Where a symbolic link leads; `undefined` for anything else. @param {string} path */
function linkTarget(path) {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
