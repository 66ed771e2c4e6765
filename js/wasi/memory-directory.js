import { invalidOption } from '../error.js';
import { encode, decode } from '../text.js';
import { kindOf } from './allowed-paths.js';

/**
 * What a file holds: text (stored as UTF-8) or bytes (copied).
 * @typedef {string | ArrayBuffer | ArrayBufferView} FileContent
 */

/**
 * What a directory holds, by name: files, and directories in it.
 * @typedef {{[name: string]: FileContent | Blob | DirectoryTree | MemoryDirectory} | Map<string, any> | MemoryDirectory} DirectoryTree
 */

/** How large a file can become (bytes). */
export const maxFileSize = 2 ** 31 - 1;

/**
 * Marks files and directories for every copy of this module: a page may have more than one, in a Rust application and in the package, and
 * what one made can be given to the other.
 */
const brand = Symbol.for('extism-web.memory');

/** @param {any} value @param {string} kind */
const isBranded = (value, kind) => value !== null && typeof value === 'object' && value[brand] === kind;

/** A file in memory. */
export class MemoryFile {
  get [brand]() {
    return 'file';
  }

  /** @param {unknown} value */
  static [Symbol.hasInstance](value) {
    return isBranded(value, 'file');
  }

  /** Longer than the content where the file has grown, so that growing further is cheap. */
  #bytes;
  #size;
  /** Grows with every change. */
  version = 0;
  /** When it was changed last (milliseconds since 1970). */
  modified;

  /**
   * @param {Uint8Array} bytes which are the file's own from now on
   * @param {number} [modified]
   */
  constructor(bytes, modified = Date.now()) {
    this.#bytes = bytes;
    this.#size = bytes.length;
    this.modified = modified;
  }

  get size() {
    return this.#size;
  }

  /** The content, not copied. */
  get bytes() {
    return this.#bytes.subarray(0, this.#size);
  }

  /** @param {Uint8Array} bytes @param {number} offset beyond the end, zeros are put between */
  write(bytes, offset) {
    const end = offset + bytes.length;
    if (end > this.#size) this.#grow(end);
    this.#bytes.set(bytes, offset);
    this.#changed();
  }

  /** @param {number} size */
  resize(size) {
    if (size > this.#size) this.#grow(size);
    else this.#bytes.fill(0, size, this.#size);
    this.#size = size;
    this.#changed();
  }

  /** @param {Uint8Array} bytes which are the file's own from now on @param {number} modified */
  replace(bytes, modified) {
    this.#bytes = bytes;
    this.#size = bytes.length;
    this.#changed();
    this.modified = modified;
  }

  /** Sets when it was changed last. @param {number} modified */
  touch(modified) {
    this.version++;
    this.modified = modified;
  }

  /** @param {number} size @throws {RangeError} when there is no memory for it */
  #grow(size) {
    if (size > this.#bytes.length) {
      const bytes = new Uint8Array(Math.min(Math.max(size, 2 * this.#bytes.length), maxFileSize));
      bytes.set(this.bytes);
      this.#bytes = bytes;
    }
    this.#size = size;
  }

  #changed() {
    this.version++;
    this.modified = Date.now();
  }
}

/**
 * A directory in memory, for `allowedPaths`: plug-ins and the application see the same files. It can be given to any
 * number of plug-ins, and lives on when they end.
 *
 * Paths are separated by `/`, are relative to this directory, and cannot leave it.
 */
export class MemoryDirectory {
  /**
   * @internal
   * @type {Map<string, MemoryFile | MemoryDirectory>}
   */
  entries = new Map();

  /** @internal */
  get [brand]() {
    return 'directory';
  }

  /**
   * Whether this is a directory in memory, also one that another copy of the package on the page made.
   * @param {unknown} value
   */
  static [Symbol.hasInstance](value) {
    return isBranded(value, 'directory');
  }

  /**
   * @param {DirectoryTree} [tree] what it holds at first; not the `Blob`s that `MemoryDirectory.from` takes
   * @throws {TypeError} when there is something else in it than text, bytes and directories
   */
  constructor(tree = {}) {
    for (const [name, value] of members(tree, 'the directory')) {
      const content = toEntry(value);
      if (content === undefined) throw wrongEntry(`the entry ${JSON.stringify(name)}`, value, value instanceof Blob ? ': use MemoryDirectory.from' : '');
      this.entries.set(name, content);
    }
  }

  /**
   * As the constructor; reads `Blob`s and `File`s, too.
   *
   * @param {DirectoryTree} tree
   * @param {string} [label] how error messages call it
   * @returns {Promise<MemoryDirectory>}
   */
  static from(tree, label = 'the directory') {
    return readTree(tree, label, new Set());
  }

  /**
   * The bytes of a file, copied; `undefined` when there is no such file.
   * @param {string} path
   */
  readFile(path) {
    const file = this.#find(path);
    return file instanceof MemoryFile ? file.bytes.slice() : undefined;
  }

  /**
   * The text of a file, read as UTF-8; `undefined` when there is no such file.
   * @param {string} path
   */
  readText(path) {
    const file = this.#find(path);
    return file instanceof MemoryFile ? decode(file.bytes) : undefined;
  }

  /**
   * Makes a file, or replaces what it holds; makes the directories on the way.
   *
   * @param {string} path
   * @param {FileContent} content
   * @throws {TypeError} when the path leads through a file, or to a directory
   */
  writeFile(path, content) {
    const bytes = toBytes(content);
    if (bytes === undefined) throw new TypeError(`a file holds text or bytes, got ${kindOf(content)}`);
    const names = split(path);
    const last = names.pop();
    /** @type {MemoryDirectory} */
    let directory = this;
    for (const name of names) {
      let next = directory.entries.get(name);
      if (next === undefined) directory.entries.set(name, (next = new MemoryDirectory()));
      if (next instanceof MemoryFile) throw new TypeError(`${JSON.stringify(path)} leads through a file`);
      directory = next;
    }
    const existing = last === undefined ? directory : directory.entries.get(last);
    if (existing instanceof MemoryDirectory) throw new TypeError(`${JSON.stringify(path)} is a directory`);
    if (existing === undefined) {
      directory.entries.set(/** @type {string} */ (last), new MemoryFile(bytes));
    } else {
      existing.resize(0);
      existing.write(bytes, 0);
    }
  }

  /**
   * What a directory holds, in no particular order; `undefined` when there is no such directory.
   *
   * @param {string} [path] default: this one
   * @returns {{name: string, kind: 'file' | 'directory', size: number}[] | undefined} sizes in bytes, 0 for directories
   */
  list(path = '') {
    const directory = this.#find(path);
    if (!(directory instanceof MemoryDirectory)) return undefined;
    return [...directory.entries].map(([name, entry]) =>
      entry instanceof MemoryFile ? { name, kind: 'file', size: entry.size } : { name, kind: 'directory', size: 0 },
    );
  }

  /**
   * Removes a file, or a directory with all that is in it.
   * @param {string} path
   * @returns {boolean} whether there was one
   */
  remove(path) {
    const names = split(path);
    const last = names.pop();
    const directory = this.#find(names.join('/'));
    return last !== undefined && directory instanceof MemoryDirectory && directory.entries.delete(last);
  }

  /** @param {string} path @returns {MemoryFile | MemoryDirectory | undefined} */
  #find(path) {
    /** @type {MemoryFile | MemoryDirectory | undefined} */
    let entry = this;
    for (const name of split(path)) entry = entry instanceof MemoryDirectory ? entry.entries.get(name) : undefined;
    return entry;
  }
}

/** The names in a path. @param {string} path */
function split(path) {
  const names = String(path).split('/').filter((name) => name !== '' && name !== '.');
  for (const name of names) checkName(name, 'the path');
  return names;
}

/** @param {string} name @param {string} label */
function checkName(name, label) {
  if (typeof name === 'string' && !/^\.{0,2}$|[/\0]/.test(name)) return;
  throw invalidOption(`${label} has a member named ${JSON.stringify(name)}, which cannot be a file's name`);
}

/**
 * The members of a tree.
 * @param {DirectoryTree} tree
 * @param {string} label
 * @returns {[string, any][]}
 */
function members(tree, label) {
  if (!isTree(tree)) throw wrongTree(tree, label);
  /** @type {[string, any][]} */
  const found = tree instanceof MemoryDirectory ? [...tree.entries] : tree instanceof Map ? [...tree] : Object.entries(tree);
  for (const [name] of found) checkName(name, label);
  return found;
}

/** @param {unknown} value @returns {value is DirectoryTree} */
export function isTree(value) {
  if (value instanceof MemoryDirectory || value instanceof Map) return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** @param {unknown} value @param {string} label */
const wrongTree = (value, label) => invalidOption(`${label} must be a directory: a MemoryDirectory, or an object or Map of files by name; got ${kindOf(value)}`);

/** @param {string} label @param {unknown} value @param {string} [remedy] */
const wrongEntry = (label, value, remedy = '') => invalidOption(`${label} must be text, bytes, a Blob or a directory, got ${kindOf(value)}${remedy}`);

/** A file or directory, where that takes no promise. @param {any} value */
function toEntry(value) {
  if (value instanceof MemoryFile || value instanceof MemoryDirectory) return value;
  const bytes = toBytes(value);
  if (bytes !== undefined) return new MemoryFile(bytes);
  return isTree(value) ? new MemoryDirectory(value) : undefined;
}

/**
 * The directory that a tree stands for.
 *
 * @param {DirectoryTree} tree
 * @param {string} label
 * @param {Set<MemoryDirectory>} made takes up the directories that are copies; the others in it are the application's own
 * @returns {Promise<MemoryDirectory>}
 */
export async function readTree(tree, label, made) {
  if (tree instanceof MemoryDirectory) return tree;
  const directory = new MemoryDirectory();
  made.add(directory);
  for (const [name, value] of members(tree, label)) {
    const path = `${label}[${JSON.stringify(name)}]`;
    directory.entries.set(name, await readEntry(value, path, made));
  }
  return directory;
}

/** Whether this stands for a file where text stands for a path. @param {unknown} value @returns {value is Blob | ArrayBuffer | ArrayBufferView} */
export const isFileContent = (value) => value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/** The file that a blob or bytes stand for. @param {Blob | ArrayBuffer | ArrayBufferView} value @returns {Promise<MemoryFile>} */
export async function readFile(value) {
  if (!(value instanceof Blob)) return new MemoryFile(/** @type {Uint8Array} */ (toBytes(value)));
  const modified = value instanceof File ? value.lastModified : undefined;
  return new MemoryFile(new Uint8Array(await value.arrayBuffer()), modified);
}

/** @param {any} value @param {string} label @param {Set<MemoryDirectory>} made @returns {Promise<MemoryFile | MemoryDirectory>} */
async function readEntry(value, label, made) {
  if (value instanceof Blob) return readFile(value);
  if (!(value instanceof MemoryFile) && toBytes(value) === undefined && isTree(value)) return readTree(value, label, made);
  const entry = toEntry(value);
  if (entry === undefined) throw wrongEntry(label, value);
  return entry;
}

/** A copy of the bytes. @param {unknown} content @returns {Uint8Array | undefined} */
function toBytes(content) {
  if (typeof content === 'string') return encode(content);
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength).slice();
  return content instanceof ArrayBuffer ? new Uint8Array(content.slice(0)) : undefined;
}
