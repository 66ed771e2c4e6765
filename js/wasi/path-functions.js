import { checked, copyBytes, WasiFailure } from './faults.js';
import { opensForWriting } from './open-file.js';
import { allStatusFlags, errno, followLink, openFlags } from './preview1.js';
import { readTimes } from './times.js';

/** @import { State } from './descriptors.js' */
/** @import { OpenDirectory } from './directory-types.js' */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The functions that take paths.
 *
 * @param {State} state
 * @returns {Record<string, (...args: any[]) => number>}
 */
export function pathFunctions(state) {
  const { descriptors } = state;
  const view = () => new DataView(state.buffer);

  /** @param {number} number @param {number} [otherwise] why a file will not do @returns {OpenDirectory} */
  const directoryAt = (number, otherwise = errno.badf) => {
    const open = descriptors.get(number);
    if (open?.kind === 'directory') return open;
    throw new WasiFailure(open?.kind === 'file' ? otherwise : errno.badf);
  };

  /** One in which something is to be changed. @param {number} number */
  const writableAt = (number) => {
    if (descriptors.isReadOnly(number)) throw new WasiFailure(errno.rofs);
    return directoryAt(number);
  };

  /** @param {number} address @param {number} length */
  const path = (address, length) => readPath(state.buffer, address, length);

  /** @param {number} lookup @returns {boolean} */
  const follows = (lookup) => {
    if (lookup > followLink) throw new WasiFailure(errno.inval);
    return lookup === followLink;
  };

  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    path_create_directory: (number, ...at) => writableAt(number).createDirectory(path(at[0], at[1])),
    path_filestat_get(number, lookup, address, length, result) {
      const stat = directoryAt(number).statAt(path(address, length), follows(lookup));
      if (typeof stat === 'number') return stat;
      stat.write(view(), result);
      return errno.success;
    },
    path_filestat_set_times(number, lookup, address, length, accessed, modified, flags) {
      const times = readTimes(accessed, modified, flags);
      if (times === undefined) return errno.inval;
      return writableAt(number).setTimesAt(path(address, length), follows(lookup), times);
    },
    path_link(oldNumber, lookup, oldAddress, oldLength, newNumber, newAddress, newLength) {
      // Both sides may be changed by way of the link.
      const [from, to] = [writableAt(oldNumber), writableAt(newNumber)];
      if (follows(lookup)) return errno.inval;
      return from.link(path(oldAddress, oldLength), to, path(newAddress, newLength));
    },
    path_open(number, lookup, address, length, flags, rights, _inherited, status, result) {
      if (flags > 15 || status > allStatusFlags) return errno.inval;
      if (descriptors.isReadOnly(number) && changes(flags, rights)) return errno.rofs;
      const directory = directoryAt(number, errno.notdir);
      const name = path(address, length);
      // Nothing is opened, or made, that the plug-in cannot be told of.
      view().getUint32(result, true);
      if ((flags & openFlags.directory) !== 0 && (flags & (openFlags.create | openFlags.truncate)) !== 0) return errno.inval;
      // A file is never made of a name that says directory.
      const asDirectory = (flags & openFlags.create) !== 0 && name.endsWith('/');
      const opened = directory.open(name, follows(lookup), asDirectory ? flags & ~openFlags.create : flags, rights, status);
      if (asDirectory && (typeof opened !== 'number' || opened === errno.noent)) return errno.isdir;
      if (typeof opened === 'number') return opened;
      opened.root ??= directory.root;
      view().setUint32(result, descriptors.add(opened), true);
      return errno.success;
    },
    path_readlink(number, address, length, buffer, room, result) {
      const target = directoryAt(number).readLink(path(address, length));
      if (typeof target === 'number') return target;
      if (target.length > room) return errno.range;
      new Uint8Array(state.buffer, buffer, room).set(target);
      view().setUint32(result, target.length, true);
      return errno.success;
    },
    path_remove_directory: (number, ...at) => writableAt(number).removeDirectory(path(at[0], at[1])),
    path_rename(oldNumber, oldAddress, oldLength, newNumber, newAddress, newLength) {
      const [from, to] = [writableAt(oldNumber), writableAt(newNumber)];
      return from.rename(path(oldAddress, oldLength), to, path(newAddress, newLength));
    },
    path_symlink(targetAddress, targetLength, number, address, length) {
      const directory = writableAt(number);
      const [target, name] = [path(targetAddress, targetLength), path(address, length)];
      return target.startsWith('/') ? errno.notcapable : directory.symlink(target, name);
    },
    path_unlink_file: (number, ...at) => writableAt(number).unlink(path(at[0], at[1])),
  };
  return Object.fromEntries(Object.entries(functions).map(([name, work]) => [name, checked(work)]));
}

/** @param {number} flags @param {bigint} rights */
function changes(flags, rights) {
  if ((flags & (openFlags.create | openFlags.truncate)) !== 0) return true;
  // Some ask for every right when they open a directory.
  return (flags & openFlags.directory) === 0 && opensForWriting(rights);
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} address
 * @param {number} length
 * @throws {WasiFailure | RangeError} when it is no path, or outside of the memory
 */
function readPath(buffer, address, length) {
  const bytes = copyBytes(buffer, address, length);
  if (bytes.length === 0) throw new WasiFailure(errno.noent);
  if (bytes.includes(0)) throw new WasiFailure(errno.inval);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new WasiFailure(errno.ilseq);
  }
}
