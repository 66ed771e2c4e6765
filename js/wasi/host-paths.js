/**
 * Which paths of the host a plug-in may use. `node:wasi` looks at symbolic links at the end of a path only, so that
 * links in its middle would lead out of the directory.
 * @module
 */
import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve as resolvePath, sep } from 'node:path';

import { errno } from './preview1.js';

/** @import { HostPaths } from './paths.js' */

/** How many links may follow on each other, the same as in `node:wasi`. */
const maxLinks = 32;

/** @param {string} path @param {string} directory */
const isIn = (path, directory) => path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

/**
 * Resolves links at the end of the path as `node:wasi` does, textually, so that what it opens is what is checked here.
 *
 * @type {HostPaths['resolve']}
 */
function resolve({ root, host }, path, atLink) {
  const directory = /** @type {string} */ (host);
  if (path.startsWith('/')) return errno.notcapable;
  let place = resolvePath(directory, path);
  for (let links = 0; ; links++) {
    if (!isIn(place, directory) || !staysIn(place, directory, root.value)) return errno.notcapable;
    const target = atLink === 'itself' ? undefined : linkTarget(place);
    if (target === undefined) return place;
    if (atLink === 'refuse' || links === maxLinks) return errno.loop;
    if (target.startsWith('/')) return errno.notcapable;
    place = resolvePath(dirname(place), target);
  }
}

/** @type {HostPaths['leadsOut']} */
function leadsOut({ root }, place, target) {
  if (target.startsWith('/')) return true;
  try {
    return !isIn(resolvePath(realpathSync.native(dirname(place)), target), root.value);
  } catch {
    // There is no directory to make the link in.
    return false;
  }
}

/** @type {HostPaths} */
export const hostPaths = { resolve, leadsOut };

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
