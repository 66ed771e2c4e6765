import { FileStat, ownEntries } from './file-stat.js';
import { opensForWriting } from './open-file.js';
import { errno, fileType, openFlags } from './preview1.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { OpenDirectory } from './directory-types.js' */
/** @import { OpenFile, Times } from './open-file.js' */

/**
 * A file that the option names.
 *
 * @typedef {object} FileSource
 * @property {() => FileStat} stat
 * @property {(times: Times) => void} setTimes
 * @property {(flags: number, rights: bigint, status: number) => OpenFile} open
 */

let numbers = 2n ** 62n;

/**
 * A directory that holds the files that the option names, and nothing else: its files may be changed, it may not.
 * @implements {OpenDirectory}
 */
export class FixedDirectory {
  /** @type {'directory'} */
  kind = 'directory';
  type = fileType.directory;
  flags = 0;

  /** @type {OpenDirectory['root']} */
  root;

  /** @type {OpenDirectory['listed']} */
  listed;

  #files;
  #number = ++numbers;

  /** @param {Map<string, {source: FileSource, root: AllowedPath}>} files by name */
  constructor(files) {
    this.#files = files;
  }

  list() {
    const files = [...this.#files].map(([name, { source }]) => ({ name, type: fileType.regularFile, number: source.stat().number }));
    return [...ownEntries(this.#number), ...files];
  }

  stat() {
    return new FileStat({ number: this.#number, type: fileType.directory, size: 0n, accessed: 0n, modified: 0n });
  }

  setTimes() {
    return errno.rofs;
  }

  close() {}

  /** @param {string} path @param {boolean} _follow @param {number} flags @param {bigint} rights @param {number} status */
  open(path, _follow, flags, rights, status) {
    const found = this.#find(path);
    if (found === errno.noent) return (flags & openFlags.create) === 0 ? found : errno.rofs;
    if (typeof found === 'number') return found;
    const changes = opensForWriting(rights) || (flags & openFlags.truncate) !== 0;
    if (found === 'self') return changes || (flags & openFlags.create) !== 0 ? errno.isdir : new FixedDirectory(this.#files);
    if ((flags & openFlags.exclusive) !== 0) return errno.exist;
    if ((flags & openFlags.directory) !== 0) return errno.notdir;
    if (changes && found.root.readOnly) return errno.rofs;
    return Object.assign(found.source.open(flags, rights, status), { root: found.root });
  }

  /** @param {string} path */
  statAt(path) {
    const found = this.#find(path);
    return typeof found === 'number' ? found : found === 'self' ? this.stat() : found.source.stat();
  }

  /** @param {string} path @param {boolean} _follow @param {Times} times */
  setTimesAt(path, _follow, times) {
    const found = this.#find(path);
    if (typeof found === 'number') return found;
    if (found === 'self' || found.root.readOnly) return errno.rofs;
    found.source.setTimes(times);
    return errno.success;
  }

  /** @param {string} path */
  createDirectory(path) {
    const found = this.#find(path);
    return typeof found === 'number' && found !== errno.noent ? found : found === errno.noent ? errno.rofs : errno.exist;
  }

  /** @param {string} path */
  removeDirectory(path) {
    const found = this.#find(path);
    return typeof found === 'number' ? found : found === 'self' ? errno.inval : errno.notdir;
  }

  /** @param {string} path */
  unlink(path) {
    const found = this.#find(path);
    return typeof found === 'number' ? found : found === 'self' ? errno.isdir : errno.rofs;
  }

  /** @param {string} path */
  readLink(path) {
    const found = this.#find(path);
    return typeof found === 'number' ? found : errno.inval;
  }

  symlink() {
    return errno.rofs;
  }

  link() {
    return errno.rofs;
  }

  rename() {
    return errno.rofs;
  }

  /** What is there, or why there is nothing. @param {string} path @returns {'self' | {source: FileSource, root: AllowedPath} | number} */
  #find(path) {
    if (path.startsWith('/')) return errno.notcapable;
    /** @type {string[]} */
    const names = [];
    for (const name of path.split('/')) {
      if (name === '..' && names.pop() === undefined) return errno.notcapable;
      if (!/^\.{0,2}$/.test(name)) names.push(name);
    }
    const [name, below] = names;
    if (name === undefined) return 'self';
    const found = this.#files.get(name);
    if (found === undefined) return errno.noent;
    return below !== undefined || /\/\.?$/.test(path) ? errno.notdir : found;
  }
}
