/**
 * Files and directories of a disk.
 * @module
 */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { WasiFailure } from './faults.js';
import { FileStat, ownEntries } from './file-stat.js';
import { held, leadsOut, resolve } from './host-paths.js';
import { OpenFile, opensForReading, opensForWriting } from './open-file.js';
import { errno, fileType, openFlags } from './preview1.js';

/** @import { BigIntStats, Dirent } from 'node:fs' */
/** @import { Entry, OpenDirectory as AnyDirectory } from './directory-types.js' */
/** @import { FileSource } from './fixed-directory.js' */
/** @import { AtLink } from './host-paths.js' */
/** @import { Times } from './open-file.js' */

/** What the system's errors are in WASI, where the names are not the same but for the `E`. @type {Record<string, number>} */
const others = { ENOTSUP: errno.notsup, EOPNOTSUPP: errno.notsup, ENOSYS: errno.notsup, ERR_OUT_OF_RANGE: errno.fbig, EDQUOT: errno.nospc };

/**
 * What the system does, with its errors as WASI's.
 *
 * @template T
 * @param {() => T} work
 * @returns {T}
 */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    const code = /** @type {{code?: unknown}} */ (error)?.code;
    if (typeof code !== 'string') throw error;
    const name = code.slice(1).toLowerCase();
    throw new WasiFailure(others[code] ?? (Object.hasOwn(errno, name) ? errno[/** @type {keyof typeof errno} */ (name)] : errno.io));
  }
}

/** @param {BigIntStats | Dirent} stat */
function typeOf(stat) {
  if (stat.isFile()) return fileType.regularFile;
  if (stat.isDirectory()) return fileType.directory;
  if (stat.isSymbolicLink()) return fileType.symbolicLink;
  if (stat.isCharacterDevice()) return fileType.characterDevice;
  if (stat.isBlockDevice()) return fileType.blockDevice;
  return stat.isSocket() ? fileType.socket : fileType.unknown;
}

/** @param {BigIntStats} stat */
const toStat = (stat) =>
  new FileStat({
    device: stat.dev,
    number: stat.ino,
    type: typeOf(stat),
    links: stat.nlink,
    size: stat.size,
    accessed: stat.atimeNs,
    modified: stat.mtimeNs,
    changed: stat.ctimeNs,
  });

/** What is at a place itself; `undefined` when nothing is. @param {string} place @returns {BigIntStats | undefined} */
const look = (place) => attempt(() => lstatSync(place, { bigint: true, throwIfNoEntry: false }));

/** The arguments of functions that set times: seconds. @param {Times} times @param {BigIntStats} stat @returns {[number, number]} */
const seconds = ({ accessed, modified }, stat) => [Number(accessed ?? stat.atimeNs) / 1e9, Number(modified ?? stat.mtimeNs) / 1e9];

/** Sets the times of a thing itself. @param {string} place @param {Times} times */
const setTimes = (place, times) => lutimesSync(place, ...seconds(times, lstatSync(place, { bigint: true })));

/** Links are refused, as they were followed before; a pipe is not waited for until somebody writes to it. */
const always = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** @param {string} place @param {number} flags @param {bigint} rights @param {number} status */
function openFile(place, flags, rights, status) {
  const access = !opensForWriting(rights) ? constants.O_RDONLY : opensForReading(rights) ? constants.O_RDWR : constants.O_WRONLY;
  const has = (/** @type {number} */ flag, /** @type {number} */ system) => ((flags & flag) === 0 ? 0 : system);
  const how =
    access | always | has(openFlags.create, constants.O_CREAT) | has(openFlags.exclusive, constants.O_EXCL) | has(openFlags.truncate, constants.O_TRUNC);
  return new HostFile(attempt(() => openSync(place, how, 0o666)), rights, status);
}

class HostFile extends OpenFile {
  #handle;

  /** Whether it has places: a pipe has none. */
  #seekable;

  /** @param {number} handle @param {bigint} rights @param {number} flags */
  constructor(handle, rights, flags) {
    super(rights, flags);
    this.#handle = handle;
    this.#seekable = fstatSync(handle).isFile();
  }

  /** @override */
  get size() {
    return attempt(() => fstatSync(this.#handle, { bigint: true }).size);
  }

  /** @override @param {Uint8Array} target @param {bigint} offset */
  readAt(target, offset) {
    const place = this.#seekable ? offset : null;
    if (target.buffer instanceof ArrayBuffer) return attempt(() => readSync(this.#handle, target, 0, target.length, place));
    // The system is not given memory that another thread writes to.
    const bytes = new Uint8Array(target.length);
    const count = attempt(() => readSync(this.#handle, bytes, 0, bytes.length, place));
    target.set(bytes.subarray(0, count));
    return count;
  }

  /** @override @param {Uint8Array} source @param {bigint} offset */
  writeAt(source, offset) {
    if (offset + BigInt(source.length) > BigInt(Number.MAX_SAFE_INTEGER)) throw new WasiFailure(errno.fbig);
    const bytes = source.buffer instanceof ArrayBuffer ? source : source.slice();
    return attempt(() => writeSync(this.#handle, bytes, 0, bytes.length, this.#seekable ? Number(offset) : null));
  }

  /** @override @param {bigint} size */
  resize(size) {
    if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new WasiFailure(errno.fbig);
    attempt(() => ftruncateSync(this.#handle, Number(size)));
  }

  /** @override */
  stat() {
    return toStat(attempt(() => fstatSync(this.#handle, { bigint: true })));
  }

  /** @override @param {Times} times */
  setTimes(times) {
    attempt(() => futimesSync(this.#handle, ...seconds(times, fstatSync(this.#handle, { bigint: true }))));
  }

  /** @override */
  sync() {
    attempt(() => fdatasyncSync(this.#handle));
  }

  /** @override */
  close() {
    attempt(() => closeSync(this.#handle));
  }
}

/** A file that the option names. @implements {FileSource} */
export class HostFileSource {
  #place;

  /** @param {string} place a real path */
  constructor(place) {
    this.#place = place;
  }

  stat() {
    return toStat(attempt(() => statSync(this.#place, { bigint: true })));
  }

  /** @param {Times} times */
  setTimes(times) {
    attempt(() => setTimes(this.#place, times));
  }

  /** @param {number} flags @param {bigint} rights @param {number} status */
  open(flags, rights, status) {
    return openFile(this.#place, flags & openFlags.truncate, rights, status);
  }
}

/** A directory is known by its path: functions that take a path relative to a descriptor do not exist in Node. @implements {AnyDirectory} */
export class HostDirectory {
  /** @type {'directory'} */
  kind = 'directory';
  type = fileType.directory;
  flags = 0;

  /** @type {AnyDirectory['root']} */
  root;

  /** @type {AnyDirectory['listed']} */
  listed;

  /** The real path of the directory that the option names. */
  #top;
  #place;

  /** @param {string} top @param {string} [place] */
  constructor(top, place = top) {
    this.#top = top;
    this.#place = place;
  }

  /** @param {string} path @param {AtLink} atLink @returns {string} where it leads @throws {WasiFailure} */
  #resolve(path, atLink) {
    return resolve(this.#top, this.#place, path, atLink);
  }

  /**
   * What the system does with what is at a place.
   *
   * @template T
   * @param {string} place
   * @param {(path: string) => T} work
   * @returns {T}
   */
  #at(place, work) {
    return attempt(() => held(this.#top, this.#place, place, work));
  }

  /** What is at a place itself. @param {string} place @returns {BigIntStats | undefined} */
  #look(place) {
    return this.#at(place, look);
  }

  /** Where something is that can be moved or removed, and what it is. @param {string} path */
  #movable(path) {
    const place = this.#resolve(path, 'itself');
    if (place === this.#top || place === this.#place) throw new WasiFailure(errno.inval);
    const stat = this.#look(place);
    if (stat === undefined) throw new WasiFailure(errno.noent);
    if (endsAsDirectory(path) && !stat.isDirectory()) throw new WasiFailure(errno.notdir);
    return { place, isDirectory: stat.isDirectory() };
  }

  /** @returns {Entry[]} */
  list() {
    const found = this.#at(this.#place, (place) => {
      const entries = readdirSync(place, { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, type: typeOf(entry), number: look(join(place, entry.name))?.ino ?? 0n }));
    });
    return [...ownEntries(this.stat().number), ...found];
  }

  stat() {
    return toStat(this.#at(this.#place, (place) => statSync(place, { bigint: true })));
  }

  /** @param {Times} times */
  setTimes(times) {
    this.#at(this.#place, (place) => setTimes(place, times));
  }

  close() {}

  /** @param {string} path @param {boolean} follow @param {number} flags @param {bigint} rights @param {number} status */
  open(path, follow, flags, rights, status) {
    const place = this.#resolve(path, follow ? 'follow' : 'refuse');
    const has = (/** @type {number} */ flag) => (flags & flag) !== 0;
    return this.#at(place, (found) => {
      const stat = look(found);
      if (stat !== undefined && has(openFlags.create) && has(openFlags.exclusive)) return errno.exist;
      if (stat === undefined && !has(openFlags.create)) return errno.noent;
      if (stat?.isDirectory()) {
        const changes = has(openFlags.create) || has(openFlags.truncate) || opensForWriting(rights);
        return changes && !has(openFlags.directory) ? errno.isdir : new HostDirectory(this.#top, place);
      }
      if (stat !== undefined && (has(openFlags.directory) || endsAsDirectory(path))) return errno.notdir;
      return openFile(found, flags, rights, status);
    });
  }

  /** @param {string} path @param {boolean} follow @returns {FileStat | number} */
  statAt(path, follow) {
    const stat = this.#look(this.#resolve(path, follow ? 'follow' : 'itself'));
    if (stat === undefined) return errno.noent;
    return endsAsDirectory(path) && !stat.isDirectory() ? errno.notdir : toStat(stat);
  }

  /** @param {string} path @param {boolean} follow @param {Times} times */
  setTimesAt(path, follow, times) {
    this.#at(this.#resolve(path, follow ? 'follow' : 'refuse'), (place) => setTimes(place, times));
    return errno.success;
  }

  /** @param {string} path */
  createDirectory(path) {
    this.#at(this.#resolve(path, 'itself'), (place) => mkdirSync(place));
    return errno.success;
  }

  /** @param {string} path */
  removeDirectory(path) {
    const { place, isDirectory } = this.#movable(path);
    if (!isDirectory) return errno.notdir;
    this.#at(place, rmdirSync);
    return errno.success;
  }

  /** @param {string} path */
  unlink(path) {
    const { place, isDirectory } = this.#movable(path);
    if (isDirectory) return errno.isdir;
    this.#at(place, unlinkSync);
    return errno.success;
  }

  /** @param {string} path @returns {Uint8Array} */
  readLink(path) {
    return this.#at(this.#resolve(path, 'itself'), (place) => readlinkSync(place, 'buffer'));
  }

  /** @param {string} target @param {string} path */
  symlink(target, path) {
    const place = this.#resolve(path, 'itself');
    // The plug-in could not follow a link that leads out, but somebody on the host might.
    if (leadsOut(this.#top, place, target)) return errno.notcapable;
    this.#at(place, (found) => symlinkSync(target, found));
    return errno.success;
  }

  /** @param {string} path @param {AnyDirectory} to @param {string} newPath */
  link(path, to, newPath) {
    if (!(to instanceof HostDirectory)) return errno.xdev;
    const [place, newPlace] = [this.#resolve(path, 'refuse'), to.#resolve(newPath, 'itself')];
    if (this.#look(place)?.isDirectory()) return errno.perm;
    if (endsAsDirectory(newPath)) return errno.noent;
    this.#at(place, (from) => to.#at(newPlace, (found) => linkSync(from, found)));
    return errno.success;
  }

  /** @param {string} path @param {AnyDirectory} to @param {string} newPath */
  rename(path, to, newPath) {
    if (!(to instanceof HostDirectory)) return errno.xdev;
    const { place, isDirectory } = this.#movable(path);
    const newPlace = to.#resolve(newPath, 'itself');
    if (newPlace === to.#top) return errno.inval;
    if (endsAsDirectory(newPath) && !isDirectory) return errno.notdir;
    this.#at(place, (from) => to.#at(newPlace, (found) => renameSync(from, found)));
    return errno.success;
  }
}

/** @param {string} path */
const endsAsDirectory = (path) => /\/\.?$/.test(path);
