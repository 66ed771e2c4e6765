/**
 * WASI on a shim, with directories in memory: for browsers and their workers, and wherever else they are wanted.
 * @module
 */
import { ConsoleStdout, WASI } from '../../pkg/wasi_shim.js';
import { invalidOption } from '../error.js';
import { readAllowedPaths } from './allowed-paths.js';
import { createContext } from './context.js';
import { checked } from './faults.js';
import { inodeOf, OpenMemoryDirectory } from './inodes.js';
import { MemoryDirectory } from './memory-directory.js';
import { HandleMirror, isDirectoryHandle } from './opfs.js';
import { errno } from './preview1.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { LoadWasi } from './types.js' */

/** @type {LoadWasi} */
export const loadWasi = async ({ allowedPaths, output }) => {
  /** @type {HandleMirror[]} */
  const mirrors = [];
  const mounts = await Promise.all(
    readAllowedPaths(allowedPaths).map(async (path) => {
      const { directory, mirror } = await openDirectory(path);
      if (mirror !== undefined && !path.readOnly) mirrors.push(mirror);
      return { ...path, value: directory };
    }),
  );
  const save = () => saveAll(mirrors);
  return () => createContext({ ...implement(mounts), save }, mounts, output);
};

/** @param {AllowedPath} path @returns {Promise<{directory: MemoryDirectory, mirror?: HandleMirror}>} */
async function openDirectory({ value, label }) {
  if (typeof value === 'string') {
    throw invalidOption(`${label} is the path ${JSON.stringify(value)}, and there are no directories on a disk here: give it a MemoryDirectory, an object of files by name, or a FileSystemDirectoryHandle`);
  }
  if (!isDirectoryHandle(value)) return { directory: await MemoryDirectory.from(value, label) };
  const mirror = new HandleMirror(value, label);
  await mirror.load();
  return { directory: mirror.directory, mirror };
}

/** @param {HandleMirror[]} mirrors @returns {Promise<void> | undefined} */
function saveAll(mirrors) {
  const saving = mirrors.map((mirror) => mirror.save()).filter((promise) => promise !== undefined);
  if (saving.length === 0) return undefined;
  return Promise.allSettled(saving).then((results) => {
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  });
}

/** @param {AllowedPath[]} mounts whose values are directories in memory */
function implement(mounts) {
  const stream = () => new ConsoleStdout(() => {});
  const standard = [stream(), stream(), stream()];
  // Without the option the shim logs what it does.
  const shim = new WASI([], [], [...standard, ...mounts.map((mount) => new Preopened(mount))], { debug: false });
  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    ...shim.wasiImport,
    fd_close(/** @type {number} */ number) {
      const result = shim.wasiImport.fd_close(number);
      // The shim only ever adds descriptors.
      while (shim.fds.length > standard.length && shim.fds.at(-1) === undefined) shim.fds.pop();
      return result;
    },
    random_get(/** @type {number} */ address, /** @type {number} */ length) {
      const bytes = new Uint8Array(shim.inst.exports.memory.buffer, address >>> 0, length >>> 0);
      fillRandom(bytes);
      return errno.success;
    },
    sched_yield: () => errno.success,
    proc_raise: () => errno.notsup,
    sock_accept: () => errno.notsup,
    sock_recv: () => errno.notsup,
    sock_send: () => errno.notsup,
    sock_shutdown: () => errno.notsup,
  };
  return {
    functions: Object.fromEntries(Object.entries(functions).map(([name, implementation]) => [name, checked(unsigned(implementation))])),
    start(/** @type {WebAssembly.Memory} */ memory) {
      shim.inst = { exports: { memory } };
    },
  };
}

/**
 * Engines pass an i32 as a signed number; addresses above 2 GiB are none that the shim could use.
 * @param {(...args: any[]) => number} implementation
 */
const unsigned =
  (implementation) =>
  (/** @type {any[]} */ ...args) =>
    implementation(...args.map((value) => (typeof value === 'number' ? value >>> 0 : value)));

/** In parts, since `getRandomValues` gives 64 KiB at most, and through a copy, since it takes no shared memory. @param {Uint8Array} bytes */
function fillRandom(bytes) {
  const part = new Uint8Array(Math.min(bytes.length, 65536));
  for (let at = 0; at < bytes.length; at += part.length) {
    const rest = part.subarray(0, bytes.length - at);
    bytes.set(crypto.getRandomValues(rest), at);
  }
}

/** A directory that the plug-in finds open at its beginning. */
class Preopened extends OpenMemoryDirectory {
  #name;

  /** @param {AllowedPath} mount */
  constructor({ guest, value }) {
    super(inodeOf(value));
    this.#name = new TextEncoder().encode(guest);
  }

  fd_prestat_get() {
    const name = this.#name;
    return {
      ret: errno.success,
      prestat: {
        inner: { pr_name: name },
        /** @param {DataView} view @param {number} address */
        write_bytes(view, address) {
          view.setUint32(address >>> 0, 0, true);
          view.setUint32((address >>> 0) + 4, name.length, true);
        },
      },
    };
  }
}
