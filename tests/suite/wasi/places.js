// The kinds of directories that plug-ins can be given: each makes one with these files, and looks into it.
import { MemoryDirectory } from 'extism-web';
import { engine } from '../../support/fixtures.js';

/**
 * @typedef {object} Place
 * @property {any} value what `allowedPaths` takes
 * @property {(path: string) => Promise<string | undefined>} text a file's text; `undefined` when there is none
 * @property {(path: string, text: string) => Promise<void>} put
 * @property {(path: string) => Promise<void>} makeDirectory
 * @property {() => Promise<void>} clear removes all that is in it
 * @property {() => Promise<void>} remove
 */

/** @type {Record<string, () => Promise<Place>>} */
export const places = { 'a MemoryDirectory': inMemory };
if (engine === 'node') places['a directory of the disk'] = onDisk;

/** Directories of the origin private file system, where there are. They hold what a plug-in wrote when its call has ended. @type {Record<string, () => Promise<Place>>} */
export const opfs = engine === 'node' ? {} : { 'an OPFS directory': inOpfs };

async function inMemory() {
  const directory = new MemoryDirectory();
  return {
    value: directory,
    text: async (path) => directory.readText(path),
    put: async (path, text) => directory.writeFile(path, text),
    async makeDirectory(path) {
      directory.writeFile(`${path}/x`, '');
      directory.remove(`${path}/x`);
    },
    async clear() {
      for (const { name } of directory.list() ?? []) directory.remove(name);
    },
    remove: async () => {},
  };
}

async function onDisk() {
  const { mkdir, mkdtemp, readdir, readFile, rm, writeFile } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { dirname, join } = await import('node:path');
  const root = await mkdtemp(join(tmpdir(), 'extism-web-'));
  return {
    value: root,
    text: (path) => readFile(join(root, path), 'utf8').catch(() => undefined),
    async put(path, text) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    async makeDirectory(path) {
      await mkdir(join(root, path), { recursive: true });
    },
    async clear() {
      for (const name of await readdir(root)) await rm(join(root, name), { recursive: true });
    },
    remove: () => rm(root, { recursive: true }),
  };
}

let made = 0;

async function inOpfs() {
  const root = await navigator.storage.getDirectory();
  const name = `extism-web-place-${made++}`;
  const value = await root.getDirectoryHandle(name, { create: true });
  const directoryOf = async (path, create) => {
    let directory = value;
    for (const part of path.split('/').slice(0, -1)) directory = await directory.getDirectoryHandle(part, { create });
    return directory;
  };
  const last = (path) => path.split('/').at(-1);
  return {
    value,
    async text(path) {
      try {
        const file = await (await directoryOf(path, false)).getFileHandle(last(path));
        return await (await file.getFile()).text();
      } catch {
        return undefined;
      }
    },
    async put(path, text) {
      const file = await (await directoryOf(path, true)).getFileHandle(last(path), { create: true });
      const writable = await file.createWritable();
      await writable.write(text);
      await writable.close();
    },
    makeDirectory: async (path) => void (await (await directoryOf(path, true)).getDirectoryHandle(last(path), { create: true })),
    async clear() {
      for await (const child of value.keys()) await value.removeEntry(child, { recursive: true });
    },
    remove: () => root.removeEntry(name, { recursive: true }),
  };
}
