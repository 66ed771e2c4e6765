/**
 * WASI on `node:wasi`, with directories of the file system.
 * @module
 */
import { closeSync, openSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { devNull } from 'node:os';

import { invalidOption } from '../error.js';
import { builtin } from '../node-files.js';
import { part } from '../part.js';
import { kindOf, readAllowedPaths } from './allowed-paths.js';
import { createContext } from './context.js';
import { hostPaths } from './host-paths.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { LoadWasi } from './types.js' */

/** @type {LoadWasi} */
export const loadWasi = async (options) => {
  const paths = readAllowedPaths(options.allowedPaths);
  const inMemory = paths.filter(({ value }) => typeof value === 'object' && value !== null);
  const WASI = inMemory.length === 0 ? nodeWasi() : undefined;
  if (WASI === undefined && (inMemory.length > 0 || paths.length === 0)) {
    checkUnmixed(paths, inMemory);
    return (await part(() => import('./browser.js'))).loadWasi(options);
  }
  if (WASI === undefined) throw invalidOption(`${paths[0].label}: this runtime has no node:wasi, so that plug-ins cannot use directories of the disk; give it a MemoryDirectory`);
  const mounts = await Promise.all(paths.map(async (path) => ({ ...path, value: await hostDirectory(path) })));
  return () => createContext(implement(WASI, mounts), mounts, options.output);
};

/** @param {AllowedPath[]} paths @param {AllowedPath[]} inMemory */
function checkUnmixed(paths, inMemory) {
  const other = paths.find((path) => !inMemory.includes(path));
  if (other === undefined) return;
  throw invalidOption(`${other.label} is not a directory in memory as ${inMemory[0].label} is: a plug-in can have one kind only`);
}

/** The real path of a directory. @param {AllowedPath} path */
async function hostDirectory({ value, label, guest }) {
  if (typeof value !== 'string') throw invalidOption(`${label} must be the path of a directory or a directory in memory, got ${kindOf(value)}`);
  let problem;
  try {
    const path = await realpath(value);
    if ((await stat(path)).isDirectory()) return path;
    problem = 'it is not a directory';
  } catch (error) {
    problem = error;
  }
  const text = problem instanceof Error ? problem.message : problem;
  throw Object.assign(invalidOption(`${label}: the directory ${JSON.stringify(value)} for the plug-in's ${JSON.stringify(guest)} cannot be opened: ${text}`), {
    cause: problem instanceof Error ? problem : undefined,
  });
}

/** @typedef {typeof import('node:wasi').WASI} NodeWasi */

/** @type {NodeWasi | undefined | null} */
let loaded = null;

/** The class of `node:wasi`, where it works. */
function nodeWasi() {
  if (loaded === null) loaded = loadNodeWasi();
  return loaded;
}

/** @returns {NodeWasi | undefined} */
function loadNodeWasi() {
  const { emitWarning } = process;
  try {
    // Node says that its WASI is experimental, which a user of plug-ins can do nothing about. All this is synchronous,
    // so that nobody else's warnings are lost.
    process.emitWarning = /** @type {typeof emitWarning} */ (
      (/** @type {[any, any]} */ ...args) => {
        if ((args[1]?.type ?? args[1]) !== 'ExperimentalWarning') emitWarning.apply(process, args);
      }
    );
    // Deno may not let it open anything.
    closeSync(openSync(devNull, 'r+'));
    const { WASI } = builtin('node:wasi');
    const { wasiImport, initialize } = new WASI({ version: 'preview1' });
    return typeof wasiImport?.path_open === 'function' && typeof initialize === 'function' ? WASI : undefined;
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * @param {NodeWasi} WASI
 * @param {AllowedPath[]} mounts whose values are real paths
 * @returns {import('./context.js').Implementation}
 */
function implement(WASI, mounts) {
  const nothing = openSync(devNull, 'r+');
  let wasi;
  try {
    const preopens = Object.fromEntries(mounts.map(({ guest, value }) => [guest, value]));
    wasi = new WASI({ version: 'preview1', args: [], env: {}, preopens, stdin: nothing, stdout: nothing, stderr: nothing });
  } catch (error) {
    closeSync(nothing);
    throw error;
  }
  const functions = /** @type {Record<string, Function>} */ (wasi.wasiImport);
  let started = false;
  const start = (/** @type {WebAssembly.Memory} */ memory) => {
    started = true;
    // With the memory alone, since `initialize` would call the guest.
    wasi.initialize({ exports: { memory } });
  };
  return {
    functions,
    start,
    stop(descriptors) {
      // Without a memory it does not even close files.
      if (!started) start(new WebAssembly.Memory({ initial: 0 }));
      for (const descriptor of descriptors) functions.fd_close(descriptor);
      closeSync(nothing);
    },
    host: hostPaths,
  };
}
