import { checked } from './faults.js';
import { writeStatus } from './file-stat.js';
import { allStatusFlags, errno } from './preview1.js';
import { readTimes } from './times.js';
import { readVectors } from './vectors.js';

/** @import { Open, State } from './descriptors.js' */
/** @import { Entry, OpenDirectory } from './directory-types.js' */
/** @import { OpenFile } from './open-file.js' */

/** The largest `advice` of `fd_advise`. */
const maxAdvice = 5;

/** The functions that change the file of the descriptor that is their first argument. */
const writers = ['fd_allocate', 'fd_filestat_set_size', 'fd_filestat_set_times', 'fd_pwrite', 'fd_write'];

/**
 * The functions whose first argument is a descriptor. All numbers are unsigned, offsets are signed.
 *
 * @param {State} state
 * @returns {Record<string, (...args: any[]) => number>}
 */
export function descriptorFunctions(state) {
  const { descriptors } = state;
  const view = () => new DataView(state.buffer);

  /** @param {number} number @param {(file: OpenFile) => number | void} work */
  const onFile = (number, work) => {
    const open = descriptors.get(number);
    return open?.kind === 'file' ? (work(open) ?? errno.success) : errno.badf;
  };

  /** @param {number} number @param {(directory: OpenDirectory) => number} work @param {number} otherwise for what is no directory */
  const onDirectory = (number, work, otherwise = errno.badf) => {
    const open = descriptors.get(number);
    return open === undefined ? errno.badf : open.kind === 'directory' ? work(open) : otherwise;
  };

  /** @param {number} number @param {(open: Open) => number | void} work */
  const onAny = (number, work) => {
    const open = descriptors.get(number);
    return open === undefined ? errno.badf : (work(open) ?? errno.success);
  };

  /** @param {number} number @param {number} vectors @param {number} count @param {bigint | undefined} offset @param {number} result */
  const read = (number, vectors, count, offset, result) =>
    onAny(number, (open) => {
      if (open.kind === 'directory') return errno.badf;
      const targets = readVectors(state.buffer, vectors, count);
      // Fails before the file moves on.
      view().getUint32(result, true);
      const answer = open.read(targets, offset);
      if (answer.ret === errno.success) view().setUint32(result, answer.count, true);
      return answer.ret;
    });

  /** @type {(number: number, vectors: number, count: number, offset: bigint | undefined, result: number) => number} */
  const write = (number, vectors, count, offset, result) => {
    const open = descriptors.get(number);
    if (open === undefined || open.kind === 'directory') return errno.badf;
    /** @type {Uint8Array[]} */
    let sources = [];
    const outcome = checked(() => {
      sources = readVectors(state.buffer, vectors, count);
      view().getUint32(result, true);
      return errno.success;
    })();
    if (outcome !== errno.success) return outcome;
    /** @param {{ret: number, count: number}} answer */
    const told = (answer) => {
      if (answer.ret === errno.success) view().setUint32(result, answer.count, true);
      return answer.ret;
    };
    // What goes to a stream is the application's business, and so are its errors.
    return open.kind === 'stream' ? told(open.write(sources, offset)) : checked(() => told(open.write(sources, offset)))();
  };

  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    fd_advise: (number, _offset, _length, advice) => (advice > maxAdvice ? errno.inval : onFile(number, () => {})),
    fd_allocate: (number, offset, length) =>
      onFile(number, (file) => {
        if (!file.writable) return errno.badf;
        const end = BigInt.asUintN(64, offset) + BigInt.asUintN(64, length);
        if (end > file.size) file.resize(end);
        return errno.success;
      }),
    fd_close: (number) => descriptors.close(number),
    fd_datasync: (number) => onFile(number, (file) => file.sync()),
    fd_sync: (number) => onFile(number, (file) => file.sync()),
    fd_fdstat_get: (number, result) => onAny(number, ({ type, flags }) => writeStatus(view(), result, type, flags)),
    fd_fdstat_set_flags: (number, flags) =>
      flags > allStatusFlags
        ? errno.inval
        : onFile(number, (file) => {
            file.flags = flags;
          }),
    fd_fdstat_set_rights: (number) => onAny(number, ({ kind }) => (kind === 'stream' ? errno.badf : errno.notsup)),
    fd_filestat_get: (number, result) => onAny(number, (open) => open.stat().write(view(), result)),
    fd_filestat_set_size: (number, size) => onFile(number, (file) => (file.writable ? file.resize(BigInt.asUintN(64, size)) : errno.inval)),
    fd_filestat_set_times: (number, accessed, modified, flags) => {
      const times = readTimes(accessed, modified, flags);
      return times === undefined ? errno.inval : onAny(number, (open) => (open.kind === 'stream' ? errno.badf : open.setTimes(times)));
    },
    fd_pread: (number, vectors, count, offset, result) => read(number, vectors, count, offset, result),
    fd_read: (number, vectors, count, result) => read(number, vectors, count, undefined, result),
    fd_readdir: (number, address, length, cookie, result) => onDirectory(number, (directory) => readDirectory(state.buffer, directory, address, length, cookie, result)),
    fd_prestat_get: (number, result) =>
      onDirectory(number, ({ preopen }) => {
        if (preopen === undefined) return errno.badf;
        view().setUint32(result + 4, preopen.length, true);
        view().setUint32(result, 0, true);
        return errno.success;
      }),
    fd_prestat_dir_name: (number, address, length) =>
      onDirectory(
        number,
        ({ preopen }) => {
          if (preopen === undefined) return errno.notdir;
          if (length < preopen.length) return errno.nametoolong;
          new Uint8Array(state.buffer, address, preopen.length).set(preopen);
          return errno.success;
        },
        errno.notdir,
      ),
    fd_renumber: (from, to) => descriptors.renumber(from, to),
    fd_seek: (number, offset, from, result) =>
      onAny(number, (open) => {
        if (open.kind !== 'file') return open.kind === 'stream' ? errno.spipe : errno.badf;
        view().getBigUint64(result, true);
        const place = open.seek(offset, from);
        if (typeof place === 'number') return place;
        view().setBigUint64(result, place, true);
        return errno.success;
      }),
    fd_tell: (number, result) =>
      onAny(number, (open) => {
        if (open.kind !== 'file') return open.kind === 'stream' ? errno.spipe : errno.badf;
        view().setBigUint64(result, open.tell(), true);
        return errno.success;
      }),
    sock_accept: (number) => onAny(number, () => errno.notsock),
    sock_recv: (number) => onAny(number, () => errno.notsock),
    sock_send: (number) => onAny(number, () => errno.notsock),
    sock_shutdown: (number) => onAny(number, () => errno.notsock),
  };
  for (const [name, work] of Object.entries(functions)) functions[name] = checked(work);
  functions.fd_write = (number, vectors, count, result) => write(number, vectors, count, undefined, result);
  functions.fd_pwrite = (number, vectors, count, offset, result) => write(number, vectors, count, offset, result);
  for (const name of writers) {
    const work = functions[name];
    functions[name] = (...args) => (descriptors.isReadOnly(args[0]) ? errno.rofs : work(...args));
  }
  return functions;
}

const encoder = new TextEncoder();

/**
 * Writes entries, the last one perhaps in part. They are those that were there when the first of them was read, so that
 * a directory can be emptied meanwhile.
 *
 * @param {ArrayBuffer} buffer
 * @param {OpenDirectory} directory
 * @param {number} address
 * @param {number} length
 * @param {bigint} cookie how many entries to leave out
 * @param {number} result
 */
function readDirectory(buffer, directory, address, length, cookie, result) {
  const target = new Uint8Array(buffer, address, length);
  new DataView(buffer).getUint32(result, true);
  if (cookie === 0n || directory.listed === undefined) directory.listed = directory.list();
  const entries = directory.listed;
  const first = BigInt.asUintN(64, cookie);
  let used = 0;
  for (let index = first < entries.length ? Number(first) : entries.length; index < entries.length && used < length; index++) {
    const bytes = encodeEntry(entries[index], index + 1).subarray(0, length - used);
    target.set(bytes, used);
    used += bytes.length;
  }
  new DataView(buffer).setUint32(result, used, true);
  return errno.success;
}

/** WASI's `dirent`, and the name after it. @param {Entry} entry @param {number} next */
function encodeEntry({ name, type, number }, next) {
  const text = encoder.encode(name);
  const bytes = new Uint8Array(24 + text.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, number, true);
  view.setUint32(16, text.length, true);
  view.setUint8(20, type);
  bytes.set(text, 24);
  return bytes;
}
