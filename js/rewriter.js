import { base64 } from '../pkg/rewriter.js';
import { PluginError } from './error.js';
import { explained } from './room.js';

/**
 * What reads and changes the bytes of modules before they are compiled, for plug-ins that need it: `npm/rewriter`. Results are in the forms
 * of the crate `extism-web-rewriter`.
 * @module
 */

/** @typedef {{memory: WebAssembly.Memory, signatures: () => bigint, limits: (maxPages: number) => bigint}} Exports */

/** An instance whose memory grew beyond this is not kept: what is read of modules is a few KiB of most. */
const KEPT_BYTES = 16 * 2 ** 20;

/** The module at hand. @type {Uint8Array} */
let bytes = new Uint8Array(0);

/** @type {Exports | undefined} */
let exports;

const memory = () => new Uint8Array(/** @type {Exports} */ (exports).memory.buffer);

const env = {
  length: () => bytes.length,
  /** @param {number} start @param {number} end @param {number} to */
  part: (start, end, to) => memory().set(bytes.subarray(start >>> 0, end >>> 0), to >>> 0),
};

/** Makes the instance: one for all, as memories are scarce. */
export function start() {
  if (exports) return;
  try {
    const module = new WebAssembly.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
    exports = /** @type {any} */ (new WebAssembly.Instance(module, { env }).exports);
  } catch (error) {
    throw explained('what reads modules', error);
  }
}

/**
 * @param {Uint8Array} module
 * @param {(exports: Exports) => bigint} read
 * @returns {Uint8Array | undefined} `undefined` where there is no result
 */
function result(module, read) {
  // After a failure.
  start();
  bytes = module;
  try {
    const place = BigInt.asUintN(64, read(/** @type {Exports} */ (exports)));
    const at = Number(place >> 32n);
    return place === 0n ? undefined : memory().slice(at, at + Number(place & 0xffffffffn));
  } catch (error) {
    // Whatever is left in it is of no use to anybody.
    exports = undefined;
    throw new PluginError('there is no room to read a module of the plug-in', 'MEMORY_LIMIT', undefined, error);
  } finally {
    bytes = new Uint8Array(0);
    if (exports && exports.memory.buffer.byteLength > KEPT_BYTES) exports = undefined;
  }
}

/** The types of the functions that a module imports. @param {Uint8Array} module */
export const signatures = (module) => result(module, (rewriter) => rewriter.signatures());

/** What gives a module's memories a maximum. @param {Uint8Array} module @param {number} maxPages */
export const limits = (module, maxPages) => result(module, (rewriter) => rewriter.limits(maxPages));
