/**
 * Shows directories in memory to the WASI shim, which knows their paths.
 * @module
 */
import { Directory, OpenDirectory } from '../../pkg/wasi_shim.js';
import { WasiFailure } from './faults.js';
import { FileStat, ownEntries } from './file-stat.js';
import { MemoryDirectory, MemoryFile, maxFileSize } from './memory-directory.js';
import { OpenFile, opensForWriting } from './open-file.js';
import { errno, fileType, openFlags } from './preview1.js';

/** @import { Entry, OpenDirectory as AnyDirectory } from './directory-types.js' */
/** @import { Times } from './open-file.js' */

/** @typedef {FileInode | DirectoryInode} Inode */

/** @type {WeakMap<MemoryFile | MemoryDirectory, Inode>} */
const known = new WeakMap();

let numbers = 0n;

/**
 * @template {MemoryFile | MemoryDirectory} T
 * @param {T} node
 * @returns {T extends MemoryFile ? FileInode : DirectoryInode}
 */
export function inodeOf(node) {
  let inode = known.get(node);
  if (inode === undefined) {
    inode = node instanceof MemoryFile ? new FileInode(node) : new DirectoryInode(node);
    known.set(node, inode);
  }
  return /** @type {any} */ (inode);
}

/** @param {number} milliseconds @returns {bigint} nanoseconds */
const nanoseconds = (milliseconds) => BigInt(Math.round(milliseconds * 1000)) * 1000n;

/** @param {bigint} time nanoseconds @returns {number} milliseconds */
const milliseconds = (time) => Number(time / 1000n) / 1000;

class FileInode {
  ino = ++numbers;

  /** When it was read last, where somebody said so (nanoseconds). @type {bigint | undefined} */
  #accessed;

  /** @param {MemoryFile} node */
  constructor(node) {
    this.node = node;
  }

  stat() {
    const modified = nanoseconds(this.node.modified);
    return new FileStat({ number: this.ino, type: fileType.regularFile, size: BigInt(this.node.size), accessed: this.#accessed ?? modified, modified });
  }

  /** @param {Times} times */
  setTimes({ accessed, modified }) {
    if (accessed !== undefined) this.#accessed = accessed;
    if (modified !== undefined) this.node.touch(milliseconds(modified));
  }

  /** @param {number} flags @param {bigint} rights @param {number} status */
  path_open(flags, rights, status) {
    return { ret: errno.success, fd_obj: this.open(flags, rights, status) };
  }

  /** @param {number} flags @param {bigint} rights @param {number} status */
  open(flags, rights, status) {
    if ((flags & openFlags.truncate) !== 0) this.node.resize(0);
    return new OpenMemoryFile(this, rights, status);
  }
}

class OpenMemoryFile extends OpenFile {
  #inode;

  /** @param {FileInode} inode @param {bigint} rights @param {number} flags */
  constructor(inode, rights, flags) {
    super(rights, flags);
    this.#inode = inode;
  }

  /** @override */
  get size() {
    return BigInt(this.#inode.node.size);
  }

  /** @override @param {Uint8Array} target @param {bigint} offset */
  readAt(target, offset) {
    const { node } = this.#inode;
    if (offset >= node.size) return 0;
    const bytes = node.bytes.subarray(Number(offset), Number(offset) + target.length);
    target.set(bytes);
    return bytes.length;
  }

  /** @override @param {Uint8Array} source @param {bigint} offset */
  writeAt(source, offset) {
    grow(offset + BigInt(source.length), () => this.#inode.node.write(source, Number(offset)));
    return source.length;
  }

  /** @override @param {bigint} size */
  resize(size) {
    grow(size, () => this.#inode.node.resize(Number(size)));
  }

  /** @override */
  stat() {
    return this.#inode.stat();
  }

  /** @override @param {Times} times */
  setTimes(times) {
    this.#inode.setTimes(times);
  }
}

/** @param {bigint} end the size that the file may need @param {() => void} work @throws {WasiFailure} */
function grow(end, work) {
  if (end > maxFileSize) throw new WasiFailure(errno.fbig);
  try {
    work();
  } catch (error) {
    throw error instanceof RangeError ? new WasiFailure(errno.nospc) : error;
  }
}

class DirectoryInode extends Directory {
  /** @type {Required<Times>} */
  #times = { accessed: 0n, modified: 0n };

  /** @param {MemoryDirectory} node */
  constructor(node) {
    super(new Map());
    this.ino = ++numbers;
    this.node = node;
    /** @type {any} */
    this.contents = new Contents(node);
  }

  /** @override */
  stat() {
    return new FileStat({ number: this.ino, type: fileType.directory, size: 0n, ...this.#times });
  }

  /** @param {Times} times */
  setTimes({ accessed = this.#times.accessed, modified = this.#times.modified }) {
    this.#times = { accessed, modified };
  }

  /** @override */
  path_open() {
    return { ret: errno.success, fd_obj: new OpenMemoryDirectory(this) };
  }

  /** @override @param {string} path checked before @param {boolean} isDirectory */
  create_entry_for_path(path, isDirectory) {
    const { ret, parent, name } = this.locate(path);
    if (parent === undefined) return { ret, entry: null };
    const node = isDirectory ? new MemoryDirectory() : new MemoryFile(new Uint8Array());
    parent.node.entries.set(name, node);
    return { ret: errno.success, entry: inodeOf(node) };
  }

  /** The directory that an entry of that path is in, or would be. @param {string} path checked before */
  locate(path) {
    /** @type {string[]} */
    const parts = [];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    const { ret, parent_entry: parent, filename } = this.get_parent_dir_and_entry_for_path({ parts, is_dir: false }, true);
    return { ret, parent: parent === null ? undefined : /** @type {DirectoryInode} */ (parent), name: filename ?? '' };
  }
}

/** @implements {AnyDirectory} */
export class OpenMemoryDirectory extends OpenDirectory {
  /** @type {'directory'} */
  kind = 'directory';
  type = fileType.directory;
  flags = 0;

  /** @type {AnyDirectory['root']} */
  root;

  /** @type {AnyDirectory['listed']} */
  listed;

  /** @type {DirectoryInode} */
  #inode;

  /** @param {DirectoryInode} inode */
  constructor(inode) {
    super(inode);
    this.#inode = inode;
  }

  /** @returns {Entry[]} */
  list() {
    const found = [...this.#inode.node.entries].map(([name, node]) => ({
      name,
      type: node instanceof MemoryFile ? fileType.regularFile : fileType.directory,
      number: inodeOf(node).ino,
    }));
    return [...ownEntries(this.#inode.ino), ...found];
  }

  stat() {
    return this.#inode.stat();
  }

  /** @param {Times} times */
  setTimes(times) {
    this.#inode.setTimes(times);
  }

  close() {}

  /** @param {string} path @param {boolean} _follow @param {number} flags @param {bigint} rights @param {number} status */
  open(path, _follow, flags, rights, status) {
    const found = this.#find(path);
    if (found instanceof DirectoryInode && (flags & (openFlags.directory | openFlags.exclusive)) === 0) {
      if ((flags & (openFlags.create | openFlags.truncate)) !== 0 || opensForWriting(rights)) return errno.isdir;
    }
    const { ret, fd_obj: opened } = this.path_open(0, path, flags, rights, rights, status);
    return ret === errno.success ? opened : ret;
  }

  /** @param {string} path @returns {FileStat | number} */
  statAt(path) {
    const found = this.#find(path);
    return typeof found === 'number' ? found : found.stat();
  }

  /** @param {string} path @param {boolean} _follow @param {Times} times */
  setTimesAt(path, _follow, times) {
    const found = this.#find(path);
    if (typeof found === 'number') return found;
    found.setTimes(times);
    return errno.success;
  }

  /** @param {string} path */
  createDirectory(path) {
    return this.path_open(0, path, openFlags.create | openFlags.directory | openFlags.exclusive, 0n, 0n, 0).ret;
  }

  /** @param {string} path */
  removeDirectory(path) {
    return this.path_remove_directory(path);
  }

  /** @param {string} path */
  unlink(path) {
    return this.path_unlink_file(path);
  }

  /** @param {string} path */
  readLink(path) {
    const found = this.#find(path);
    return typeof found === 'number' ? found : errno.inval;
  }

  /** There are no symbolic links in memory. @param {string} _target @param {string} path */
  symlink(_target, path) {
    const found = this.#find(path);
    if (typeof found !== 'number') return errno.exist;
    return found === errno.noent ? errno.notsup : found;
  }

  /** @param {string} path @param {AnyDirectory} to @param {string} newPath */
  link(path, to, newPath) {
    if (!(to instanceof OpenMemoryDirectory)) return errno.xdev;
    const found = this.#find(path);
    if (typeof found === 'number') return found;
    if (typeof to.#find(newPath) !== 'number') return errno.exist;
    return to.path_link(newPath, found, false);
  }

  /** @param {string} path @param {AnyDirectory} to @param {string} newPath */
  rename(path, to, newPath) {
    if (!(to instanceof OpenMemoryDirectory)) return errno.xdev;
    const found = this.#find(path);
    if (typeof found === 'number') return found;
    const isDirectory = found instanceof DirectoryInode;
    // By way of another path of the option a directory may come to lie in itself.
    if (isDirectory && to.root === this.root && contains(found.node, to.#inode.locate(newPath).parent?.node)) return errno.inval;
    if (to.#find(newPath) === found) return errno.success;
    const { ret, inode_obj: inode } = this.path_unlink(path);
    if (inode === null) return ret;
    // A directory may be called `name/`, also when it is put back to where it was.
    const named = (/** @type {string} */ name) => (isDirectory ? name.replace(/(?<=[^/])\/+$/, '') : name);
    const outcome = to.path_link(named(newPath), inode, true);
    if (outcome !== errno.success) this.path_link(named(path), inode, true);
    return outcome;
  }

  /** @param {string} path @returns {Inode | number} what is there, or why there is nothing */
  #find(path) {
    const { ret, inode_obj: inode } = this.path_lookup(path, 0);
    return inode === null ? ret : /** @type {Inode} */ (inode);
  }
}

/** @param {MemoryDirectory} directory @param {MemoryDirectory | undefined} other which may be the directory itself @returns {boolean} */
function contains(directory, other) {
  if (directory === other) return true;
  const found = new Set([directory]);
  for (const each of found) {
    for (const entry of each.entries.values()) {
      if (entry === other) return true;
      if (entry instanceof MemoryDirectory) found.add(entry);
    }
  }
  return false;
}

/** A directory in memory, by the methods of a map that the shim uses. */
class Contents {
  #entries;

  /** @param {MemoryDirectory} node */
  constructor(node) {
    this.#entries = node.entries;
  }

  get size() {
    return this.#entries.size;
  }

  /** @param {string} name */
  get(name) {
    const node = this.#entries.get(name);
    return node === undefined ? undefined : inodeOf(node);
  }

  /** @param {string} name @param {Inode} inode */
  set(name, inode) {
    this.#entries.set(name, inode.node);
    return this;
  }

  /** @param {string} name */
  delete(name) {
    return this.#entries.delete(name);
  }
}
