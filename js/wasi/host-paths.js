/**
 * Which paths of the host a plug-in may use: none that leads out of the directory, be it by symbolic links.
 * @module
 */
import { closeSync, constants, existsSync, openSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve as resolvePath, sep } from 'node:path';

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

/** Where Linux has what a process has open, as paths. Deno gives it to programs alone that may do everything. */
const descriptors = '/proc/self/fd';
const hasDescriptors = !('Deno' in globalThis) && existsSync(descriptors);

/** Opens a directory only to have it: of Linux, and not among Node's constants. */
const O_PATH = 0x200000;

/**
 * Does something with what is at a place, whatever is put in the place of its directories meanwhile: on Linux by a path of a
 * directory that is held open. Elsewhere the directory is looked at right before.
 *
 * @template T
 * @param {string} top the real path of the directory that must not be left
 * @param {string} directory the real path of the one that the plug-in has open, which may be the place
 * @param {string} place
 * @param {(path: string) => T} work
 * @returns {T}
 * @throws {WasiFailure} when the directory lies elsewhere
 */
export function held(top, directory, place, work) {
  const [parent, name] = place === directory ? [place, '.'] : [dirname(place), basename(place)];
  if (!hasDescriptors) {
    if (!isIn(realpathSync.native(parent), top)) throw new WasiFailure(errno.notcapable);
    return work(place);
  }
  const handle = openSync(parent, O_PATH | (constants.O_DIRECTORY ?? 0));
  try {
    const path = `${descriptors}/${handle}`;
    if (!isIn(readlinkSync(path), top)) throw new WasiFailure(errno.notcapable);
    return work(`${path}/${name}`);
  } finally {
    closeSync(handle);
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
