import { PluginError } from '../error.js';
import { MemoryDirectory, MemoryFile } from './memory-directory.js';

/**
 * @typedef {{kind: 'make', path: string[]} | {kind: 'remove', path: string[]} | {kind: 'write', path: string[], bytes: Uint8Array<ArrayBuffer>}} Change
 */

/** @param {any} value @returns {value is FileSystemDirectoryHandle} */
export const isDirectoryHandle = (value) =>
  value?.kind === 'directory' && typeof value.entries === 'function' && typeof value.getFileHandle === 'function';

/** @param {any} value @returns {value is FileSystemFileHandle} */
export const isFileHandle = (value) => value?.kind === 'file' && typeof value.getFile === 'function' && typeof value.createWritable === 'function';

/**
 * A directory of the origin private file system (or one that the user picked), copied into memory, since plug-ins
 * cannot wait for files. What plug-ins change is written back by `save`.
 */
export class HandleMirror {
  #handle;
  #label;

  /** What plug-ins see. */
  directory = new MemoryDirectory();

  /** What the handle holds: a file and its version by path, `null` for a directory. @type {Map<string, {file: MemoryFile, version: number} | null>} */
  #saved = new Map();

  /** Ends when all that was to be written is. @type {Promise<void> | undefined} */
  #saving;

  /** @param {FileSystemDirectoryHandle} handle @param {string} label */
  constructor(handle, label) {
    this.#handle = handle;
    this.#label = label;
  }

  /** Copies all files into memory. */
  async load() {
    await copy(this.#handle, this.directory);
    this.#saved = snapshot(this.directory);
  }

  /**
   * Writes back what changed since it was called last.
   *
   * @returns {Promise<void> | undefined} ends when this and all that was to be written before is; `undefined` when
   *   there is nothing to wait for. It rejects when something could not be written, which the next call tries again.
   */
  save() {
    const changes = this.#changes();
    if (changes.length === 0) return this.#saving;
    const before = this.#saving;
    /** @type {Promise<void> | undefined} */
    let saving;
    saving = (async () => {
      // Its failure is told to those who wait for it.
      await before?.catch(() => {});
      try {
        await this.#apply(changes);
      } finally {
        if (this.#saving === saving) this.#saving = undefined;
      }
    })();
    this.#saving = saving;
    return saving;
  }

  /** What has to be done to the handle; from now on it counts as done. @returns {Change[]} */
  #changes() {
    const now = snapshot(this.directory);
    const before = this.#saved;
    this.#saved = now;
    /** @type {Change[]} */
    const changes = [];
    for (const [path, then] of before) {
      const kept = now.get(path);
      // What is below a directory that goes, goes with it.
      const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
      const parentStays = parent === '' || now.get(parent) === null;
      if (parentStays && (kept === undefined || (kept === null) !== (then === null))) {
        changes.push({ kind: 'remove', path: path.split('/') });
      }
    }
    for (const [path, entry] of now) {
      const then = before.get(path);
      const names = path.split('/');
      if (entry === null) {
        if (then !== null) changes.push({ kind: 'make', path: names });
      } else if (then === undefined || then === null || then.file !== entry.file || then.version !== entry.version) {
        changes.push({ kind: 'write', path: names, bytes: entry.file.bytes.slice() });
      }
    }
    return changes;
  }

  /** @param {Change[]} changes */
  async #apply(changes) {
    /** @type {unknown[]} */
    const causes = [];
    /** @type {string[]} */
    const failed = [];
    for (const change of changes) {
      try {
        await apply(this.#handle, change);
      } catch (error) {
        causes.push(error);
        failed.push(change.path.join('/'));
        this.#forget(change);
      }
    }
    if (failed.length === 0) return;
    const names = failed.map((path) => JSON.stringify(path)).join(', ');
    throw new PluginError(`${this.#label}: could not write back ${names}: ${causes[0]}`, 'FILES', undefined, causes[0]);
  }

  /** Makes the next `save` try a change again. @param {Change} change */
  #forget({ kind, path }) {
    const key = path.join('/');
    if (kind === 'remove') {
      if (!this.#saved.has(key)) this.#saved.set(key, null);
    } else {
      this.#saved.delete(key);
    }
  }
}

/** A single file of such a file system, copied into memory and written back in the same way. */
export class FileMirror {
  #handle;
  #label;
  #file = new MemoryFile(new Uint8Array());
  #version = 0;

  /** @type {Promise<void> | undefined} */
  #saving;

  /** @param {FileSystemFileHandle} handle @param {string} label */
  constructor(handle, label) {
    this.#handle = handle;
    this.#label = label;
  }

  /** Copies the file into memory. */
  async load() {
    const file = await this.#handle.getFile();
    this.#file = new MemoryFile(new Uint8Array(await file.arrayBuffer()), file.lastModified);
    return this.#file;
  }

  /** As `HandleMirror.save`. @returns {Promise<void> | undefined} */
  save() {
    if (this.#file.version === this.#version) return this.#saving;
    this.#version = this.#file.version;
    const bytes = this.#file.bytes.slice();
    const before = this.#saving;
    /** @type {Promise<void> | undefined} */
    let saving;
    saving = (async () => {
      await before?.catch(() => {});
      try {
        await write(this.#handle, bytes);
      } catch (error) {
        this.#version = -1;
        throw new PluginError(`${this.#label}: could not write back: ${error}`, 'FILES', undefined, error);
      } finally {
        if (this.#saving === saving) this.#saving = undefined;
      }
    })();
    this.#saving = saving;
    return saving;
  }
}

/** @param {FileSystemDirectoryHandle} handle @param {MemoryDirectory} directory */
async function copy(handle, directory) {
  for await (const [name, child] of handle.entries()) {
    if (child.kind === 'directory') {
      const below = new MemoryDirectory();
      await copy(/** @type {FileSystemDirectoryHandle} */ (child), below);
      directory.entries.set(name, below);
    } else {
      const file = await /** @type {FileSystemFileHandle} */ (child).getFile();
      directory.entries.set(name, new MemoryFile(new Uint8Array(await file.arrayBuffer()), file.lastModified));
    }
  }
}

/**
 * Everything below a directory, each directory before what it holds.
 *
 * @param {MemoryDirectory} directory
 * @param {string} [base]
 * @param {Map<string, {file: MemoryFile, version: number} | null>} [found]
 */
function snapshot(directory, base = '', found = new Map()) {
  for (const [name, entry] of directory.entries) {
    const path = base + name;
    if (entry instanceof MemoryFile) {
      found.set(path, { file: entry, version: entry.version });
    } else {
      found.set(path, null);
      snapshot(entry, `${path}/`, found);
    }
  }
  return found;
}

/** @param {FileSystemDirectoryHandle} root @param {Change} change */
async function apply(root, change) {
  const names = [...change.path];
  const last = /** @type {string} */ (names.pop());
  let parent = root;
  for (const name of names) parent = await parent.getDirectoryHandle(name);
  if (change.kind === 'make') {
    await parent.getDirectoryHandle(last, { create: true });
  } else if (change.kind === 'remove') {
    await parent.removeEntry(last, { recursive: true }).catch((error) => {
      if (error?.name !== 'NotFoundError') throw error;
    });
  } else {
    await write(await parent.getFileHandle(last, { create: true }), change.bytes);
  }
}

/** @param {FileSystemFileHandle} handle @param {Uint8Array<ArrayBuffer>} bytes */
async function write(handle, bytes) {
  const writable = await handle.createWritable();
  try {
    await writable.write(bytes);
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
  await writable.close();
}
