import { checked, copyBytes } from './faults.js';
import { errno, followLink, openFlags, writeRights } from './preview1.js';

/** @import { Descriptor, State } from './descriptors.js' */

/**
 * What a function does with a symbolic link at the end of a path: goes where it leads, works on the link itself, or
 * refuses it.
 * @typedef {'follow' | 'itself' | 'refuse'} AtLink
 */

/**
 * Knows the paths of the host.
 *
 * @typedef {object} HostPaths
 * @property {(directory: Descriptor, path: string, atLink: AtLink) => string | number} resolve where a path leads, or
 *   why it must not be used
 * @property {(directory: Descriptor, place: string, target: string) => boolean} leadsOut whether a symbolic link to be
 *   made at a place would lead out of the directory
 */

/**
 * Where a function has a path: the indices of the arguments with the directory's descriptor, with the path's address
 * (its length follows), and with the lookup flags.
 * @typedef {{directory: number, path: number, flags?: number}} PathArguments
 */

/**
 * @typedef {object} PathFunction
 * @property {PathArguments[]} paths
 * @property {boolean} writes whether it changes the directories
 * @property {AtLink} otherwise what it does with a link where it does not follow
 */

/** @type {Record<string, PathFunction>} */
const pathFunctions = {
  path_create_directory: { paths: [{ directory: 0, path: 1 }], writes: true, otherwise: 'itself' },
  path_filestat_get: { paths: [{ directory: 0, path: 2, flags: 1 }], writes: false, otherwise: 'itself' },
  path_filestat_set_times: { paths: [{ directory: 0, path: 2, flags: 1 }], writes: true, otherwise: 'refuse' },
  path_link: { paths: [{ directory: 0, path: 2, flags: 1 }, { directory: 4, path: 5 }], writes: true, otherwise: 'refuse' },
  path_open: { paths: [{ directory: 0, path: 2, flags: 1 }], writes: false, otherwise: 'refuse' },
  path_readlink: { paths: [{ directory: 0, path: 1 }], writes: false, otherwise: 'itself' },
  path_remove_directory: { paths: [{ directory: 0, path: 1 }], writes: true, otherwise: 'itself' },
  path_rename: { paths: [{ directory: 0, path: 1 }, { directory: 3, path: 4 }], writes: true, otherwise: 'itself' },
  path_symlink: { paths: [{ directory: 2, path: 3 }], writes: true, otherwise: 'itself' },
  path_unlink_file: { paths: [{ directory: 0, path: 1 }], writes: true, otherwise: 'itself' },
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The functions that take paths, with the checks of them in front.
 *
 * @param {Record<string, Function>} functions
 * @param {State} state
 * @param {HostPaths} [host]
 * @returns {Record<string, Function>}
 */
export function guardPaths(functions, state, host) {
  const { descriptors } = state;

  /**
   * Where the paths lead, or why they must not be used.
   * @param {PathFunction} description
   * @param {any[]} args
   */
  const locate = ({ paths, writes, otherwise }, args) => {
    if (writes && paths.some(({ directory }) => descriptors.isReadOnly(args[directory]))) return errno.rofs;
    const places = [];
    for (const { directory, path, flags } of paths) {
      const descriptor = descriptors.get(args[directory]);
      if (descriptor === undefined) return errno.badf;
      const text = readPath(state.buffer, args[path], args[path + 1]);
      if (typeof text === 'number') return text;
      const follows = flags !== undefined && (args[flags] & followLink) !== 0;
      const place = host?.resolve(descriptor, text, follows ? 'follow' : flags === undefined ? 'itself' : otherwise);
      if (typeof place === 'number') return place;
      places.push({ descriptor, host: place });
    }
    return places;
  };

  /** @type {Record<string, Function>} */
  const guarded = {};
  for (const [name, description] of Object.entries(pathFunctions)) {
    guarded[name] = checked((...args) => {
      const places = locate(description, args);
      return typeof places === 'number' ? places : functions[name](...args);
    });
  }
  guarded.path_open = checked((/** @type {any[]} */ ...args) => {
    const [directory, , , , flags, rights, , , result] = args;
    if (descriptors.isReadOnly(directory) && opensForWriting(flags, rights)) return errno.rofs;
    const places = locate(pathFunctions.path_open, args);
    if (typeof places === 'number') return places;
    const outcome = functions.path_open(...args);
    if (outcome === errno.success) {
      const [place] = places;
      descriptors.set(new DataView(state.buffer).getUint32(result >>> 0, true), { root: place.descriptor.root, host: place.host });
    }
    return outcome;
  });
  if (host !== undefined) {
    guarded.path_symlink = checked((/** @type {any[]} */ ...args) => {
      const places = locate(pathFunctions.path_symlink, args);
      if (typeof places === 'number') return places;
      const target = readPath(state.buffer, args[0], args[1]);
      if (typeof target === 'number') return target;
      const [place] = places;
      // The plug-in could not follow a link that leads out, but somebody on the host might.
      const refused = host.leadsOut(place.descriptor, /** @type {string} */ (place.host), target);
      return refused ? errno.notcapable : functions.path_symlink(...args);
    });
  }
  return guarded;
}

/** @param {number} flags @param {bigint} rights */
function opensForWriting(flags, rights) {
  if ((flags & (openFlags.create | openFlags.truncate)) !== 0) return true;
  // Some ask for every right when they open a directory.
  return (flags & openFlags.directory) === 0 && (rights & writeRights) !== 0n;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} address
 * @param {number} length
 * @returns {string | number} the text, or why it is none
 */
function readPath(buffer, address, length) {
  const bytes = copyBytes(buffer, address, length);
  if (bytes.includes(0)) return errno.inval;
  try {
    return decoder.decode(bytes);
  } catch {
    return errno.ilseq;
  }
}
