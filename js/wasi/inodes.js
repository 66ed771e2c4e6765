/**
 * Shows directories in memory to the WASI shim.
 * @module
 */
import { Directory, OpenDirectory, OpenFile } from '../../pkg/wasi_shim.js';
import { MemoryDirectory, MemoryFile, maxFileSize } from './memory-directory.js';
import { allRights, appendFlag, errno, fileType, fromStart, openFlags } from './preview1.js';

/** @typedef {FileInode | DirectoryInode} Inode */

/** @type {WeakMap<MemoryFile | MemoryDirectory, Inode>} */
const known = new WeakMap();

let numbers = 0n;

/** @param {MemoryFile | MemoryDirectory} node */
export function inodeOf(node) {
  let inode = known.get(node);
  if (inode === undefined) {
    inode = node instanceof MemoryFile ? new FileInode(node) : new DirectoryInode(node);
    known.set(node, inode);
  }
  return inode;
}

/** WASI's `filestat`. */
class FileStat {
  /** @param {bigint} number @param {number} type @param {number} size @param {number} modified milliseconds */
  constructor(number, type, size, modified) {
    this.number = number;
    this.filetype = type;
    this.size = size;
    this.modified = modified;
  }

  /** @param {DataView} view @param {number} address */
  write_bytes(view, address) {
    const at = address >>> 0;
    const time = BigInt(Math.round(this.modified)) * 1_000_000n;
    view.setBigUint64(at, 0n, true);
    view.setBigUint64(at + 8, this.number, true);
    view.setBigUint64(at + 16, BigInt(this.filetype), true);
    view.setBigUint64(at + 24, 1n, true);
    view.setBigUint64(at + 32, BigInt(this.size), true);
    for (const offset of [40, 48, 56]) view.setBigUint64(at + offset, time, true);
  }
}

/** What `fd_fdstat_get` says: C libraries ask directories for rights they may open files with. @param {number} type @param {number} flags */
const statusOf = (type, flags) => ({
  ret: errno.success,
  fdstat: {
    /** @param {DataView} view @param {number} address */
    write_bytes(view, address) {
      const at = address >>> 0;
      view.setUint8(at, type);
      view.setUint16(at + 2, flags, true);
      view.setBigUint64(at + 8, allRights, true);
      view.setBigUint64(at + 16, allRights, true);
    },
  },
});

class FileInode {
  ino = ++numbers;

  /** @param {MemoryFile} node */
  constructor(node) {
    this.node = node;
  }

  get size() {
    return BigInt(this.node.size);
  }

  get data() {
    return this.node.bytes;
  }

  stat() {
    return new FileStat(this.ino, fileType.regularFile, this.node.size, this.node.modified);
  }

  /** @param {number} flags @param {bigint} rights @param {number} status */
  path_open(flags, rights, status) {
    if ((flags & openFlags.truncate) !== 0) this.node.resize(0);
    return { ret: errno.success, fd_obj: new OpenMemoryFile(this, status) };
  }
}

class OpenMemoryFile extends OpenFile {
  #node;
  #flags;

  /** @param {FileInode} inode @param {number} flags */
  constructor(inode, flags) {
    super(inode);
    this.#node = inode.node;
    this.#flags = flags;
  }

  fd_fdstat_get() {
    return statusOf(fileType.regularFile, this.#flags);
  }

  /** @param {number} flags */
  fd_fdstat_set_flags(flags) {
    this.#flags = flags;
    return errno.success;
  }

  /** @param {Uint8Array} bytes */
  fd_write(bytes) {
    const at = (this.#flags & appendFlag) !== 0 ? BigInt(this.#node.size) : this.fd_tell().offset;
    const written = this.fd_pwrite(bytes, at);
    this.fd_seek(at + BigInt(written.nwritten), fromStart);
    return written;
  }

  /** @param {Uint8Array} bytes @param {bigint} offset */
  fd_pwrite(bytes, offset) {
    if (bytes.length === 0) return { ret: errno.success, nwritten: 0 };
    const end = BigInt.asUintN(64, offset) + BigInt(bytes.length);
    const ret = change(end, () => this.#node.write(bytes, Number(offset)));
    return { ret, nwritten: ret === errno.success ? bytes.length : 0 };
  }

  /** @param {bigint} offset @param {bigint} length */
  fd_allocate(offset, length) {
    const end = BigInt.asUintN(64, offset) + BigInt.asUintN(64, length);
    return end <= this.#node.size ? errno.success : this.#resize(end);
  }

  /** @param {bigint} size */
  fd_filestat_set_size(size) {
    return this.#resize(BigInt.asUintN(64, size));
  }

  /** @param {bigint} size */
  #resize(size) {
    return change(size, () => this.#node.resize(Number(size)));
  }
}

/** @param {bigint} end the size that the file may need @param {() => void} work */
function change(end, work) {
  if (end > maxFileSize) return errno.fbig;
  try {
    work();
    return errno.success;
  } catch (error) {
    if (error instanceof RangeError) return errno.nospc;
    throw error;
  }
}

class DirectoryInode extends Directory {
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
    return /** @type {any} */ (new FileStat(this.ino, fileType.directory, 0, 0));
  }

  /** @override */
  path_open() {
    return { ret: errno.success, fd_obj: new OpenMemoryDirectory(this) };
  }

  /** @override @param {string} path checked before @param {boolean} isDirectory */
  create_entry_for_path(path, isDirectory) {
    /** @type {string[]} */
    const parts = [];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    const { ret, parent_entry: parent, filename } = this.get_parent_dir_and_entry_for_path({ parts, is_dir: false }, true);
    if (parent === null || filename === null) return { ret, entry: null };
    const node = isDirectory ? new MemoryDirectory() : new MemoryFile(new Uint8Array());
    /** @type {DirectoryInode} */ (parent).node.entries.set(filename, node);
    return { ret: errno.success, entry: inodeOf(node) };
  }
}

export class OpenMemoryDirectory extends OpenDirectory {
  fd_fdstat_get() {
    return statusOf(fileType.directory, 0);
  }

  /** @override @param {string} path */
  path_create_directory(path) {
    return this.path_open(0, path, openFlags.create | openFlags.directory | openFlags.exclusive, 0n, 0n, 0).ret;
  }

  /** @override @param {string} path @param {Inode} inode @param {boolean} allowDirectory */
  path_link(path, inode, allowDirectory) {
    // A directory may be called `name/`, also when it is put back to where it was.
    const name = inode instanceof DirectoryInode ? path.replace(/(?<=[^/])\/+$/, '') : path;
    return super.path_link(name, inode, allowDirectory);
  }
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

  *entries() {
    for (const [name, node] of this.#entries) yield /** @type {[string, Inode]} */ ([name, inodeOf(node)]);
  }
}
