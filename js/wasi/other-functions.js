import { checked } from './faults.js';
import { clockId, errno } from './preview1.js';
import { now } from './times.js';

/** @import { State } from './descriptors.js' */

/** How fine the clocks are said to be (nanoseconds). */
/** @type {Record<number, bigint | undefined>} */
const resolution = { [clockId.realtime]: 1_000_000n, [clockId.monotonic]: 5000n };

/**
 * The functions without files: a process without arguments and environment, clocks, random numbers.
 *
 * @param {State} state
 * @returns {Record<string, (...args: any[]) => number>}
 */
export function otherFunctions(state) {
  /** @param {number} address @param {number} other */
  const none = (address, other) => {
    const view = new DataView(state.buffer);
    view.setUint32(address, 0, true);
    view.setUint32(other, 0, true);
    return errno.success;
  };
  /** @param {number} id @param {bigint | undefined} value @param {number} result */
  const tell = (id, value, result) => {
    // The clocks of the process and of its thread are known, and not there.
    if (value === undefined) return id === clockId.process || id === clockId.thread ? errno.badf : errno.inval;
    new DataView(state.buffer).setBigUint64(result, value, true);
    return errno.success;
  };
  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    args_get: () => errno.success,
    args_sizes_get: none,
    environ_get: () => errno.success,
    environ_sizes_get: none,
    clock_res_get: (id, result) => tell(id, resolution[id], result),
    clock_time_get: (id, _precision, result) => tell(id, now(id), result),
    random_get(address, length) {
      fillRandom(new Uint8Array(state.buffer, address, length));
      return errno.success;
    },
    sched_yield: () => errno.success,
    proc_raise: () => errno.notsup,
  };
  return Object.fromEntries(Object.entries(functions).map(([name, work]) => [name, checked(work)]));
}

/** In parts, since `getRandomValues` gives 64 KiB at most, and through a copy, since it takes no shared memory. @param {Uint8Array} bytes */
function fillRandom(bytes) {
  const part = new Uint8Array(Math.min(bytes.length, 65536));
  for (let at = 0; at < bytes.length; at += part.length) {
    const rest = part.subarray(0, bytes.length - at);
    bytes.set(crypto.getRandomValues(rest), at);
  }
}
