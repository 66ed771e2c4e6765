import { invalidOption } from '../error.js';
import { readAllowedPaths } from './allowed-paths.js';
import { createContext } from './context.js';
import { FixedDirectory } from './fixed-directory.js';
import { inodeOf, OpenMemoryDirectory } from './inodes.js';
import { isFileContent, MemoryDirectory, readFile } from './memory-directory.js';
import { FileMirror, HandleMirror, isDirectoryHandle, isFileHandle } from './opfs.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { OpenDirectory } from './directory-types.js' */
/** @import { FileSource } from './fixed-directory.js' */
/** @import { WasiContext, WasiOptions } from './types.js' */

/**
 * What a path of the option leads to: a directory, opened for each instance, or a file.
 * @typedef {{directory: () => OpenDirectory} | {file: FileSource}} Mount
 */

/**
 * What a runtime has.
 *
 * @typedef {object} Host
 * @property {(path: AllowedPath) => Promise<Mount>} [mount] finds what a string names
 * @property {boolean} isMainThread whether this is the main thread of a process
 */

/** @typedef {AllowedPath & {mount: Mount}} MountedPath */

/**
 * Prepares what the option allows.
 *
 * @param {WasiOptions} options
 * @param {Host} host
 * @returns {Promise<() => WasiContext>}
 */
export async function load({ allowedPaths, output }, host) {
  /** @type {(HandleMirror | FileMirror)[]} */
  const mirrors = [];
  const mounted = await Promise.all(
    readAllowedPaths(allowedPaths).map(async (path) => ({ ...path, mount: await mountOf(path, host, mirrors) })),
  );
  const openers = arrange(mounted);
  const save = () => saveAll(mirrors);
  return () => createContext({ directories: openers.map((open) => open()), output, isMainThread: host.isMainThread, save });
}

/** @param {AllowedPath} path @param {Host} host @param {(HandleMirror | FileMirror)[]} mirrors takes up what is to be written back @returns {Promise<Mount>} */
async function mountOf(path, host, mirrors) {
  const { value, label, readOnly } = path;
  if (typeof value === 'string') {
    if (host.mount !== undefined) return host.mount(path);
    throw invalidOption(`${label} is the path ${JSON.stringify(value)}, and there are no directories on a disk here: give it a MemoryDirectory, an object of files by name, a file's bytes, a Blob, or a handle of the file system`);
  }
  if (isFileContent(value)) return { file: inodeOf(await readFile(value)) };
  if (isFileHandle(value)) {
    const mirror = new FileMirror(value, label);
    const file = await mirror.load();
    if (!readOnly) mirrors.push(mirror);
    return { file: inodeOf(file) };
  }
  if (!isDirectoryHandle(value)) return inMemory(await MemoryDirectory.from(value, label));
  const mirror = new HandleMirror(value, label);
  await mirror.load();
  if (!readOnly) mirrors.push(mirror);
  return inMemory(mirror.directory);
}

/** @param {MemoryDirectory} directory @returns {Mount} */
const inMemory = (directory) => ({ directory: () => new OpenMemoryDirectory(inodeOf(directory)) });

/**
 * What makes the directories that a plug-in finds open. Since it finds directories only, files are in one that is made for
 * them and holds nothing else.
 *
 * @param {MountedPath[]} mounted
 * @returns {(() => OpenDirectory)[]}
 */
function arrange(mounted) {
  const encoder = new TextEncoder();
  /** @type {Map<string, Map<string, {source: FileSource, root: AllowedPath}>>} */
  const folders = new Map();
  /** @type {(() => OpenDirectory)[]} */
  const openers = [];
  for (const path of mounted) {
    const { guest, mount, label } = path;
    const add = (/** @type {string} */ name, /** @type {() => OpenDirectory} */ open, /** @type {AllowedPath | undefined} */ root) =>
      openers.push(() => Object.assign(open(), { preopen: encoder.encode(name), root }));
    if ('directory' in mount) {
      add(guest, mount.directory, path);
      continue;
    }
    const slash = guest.lastIndexOf('/');
    const name = guest.slice(slash + 1);
    if (/^\.{0,2}$/.test(name)) throw invalidOption(`${label} is a file, and ${JSON.stringify(guest)} is no name for one`);
    const folder = slash < 0 ? '.' : guest.slice(0, slash) || '/';
    const directory = mounted.find((other) => other.guest === folder && 'directory' in other.mount);
    if (directory !== undefined) throw invalidOption(`${label} is a file in ${JSON.stringify(folder)}, which is the directory of ${directory.label}: put the file into that directory`);
    let files = folders.get(folder);
    if (files === undefined) {
      folders.set(folder, (files = new Map()));
      const held = files;
      add(folder, () => new FixedDirectory(held), undefined);
    }
    files.set(name, { source: mount.file, root: path });
  }
  return openers;
}

/** @param {(HandleMirror | FileMirror)[]} mirrors @returns {Promise<void> | undefined} */
function saveAll(mirrors) {
  const saving = mirrors.map((mirror) => mirror.save()).filter((promise) => promise !== undefined);
  if (saving.length === 0) return undefined;
  return Promise.allSettled(saving).then((results) => {
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  });
}
