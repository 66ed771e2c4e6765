import { errno } from './preview1.js';

/**
 * A function that answers `EFAULT` when it is given addresses outside of the guest's memory.
 *
 * @template {any[]} A
 * @param {(...args: A) => number} read reads and writes the guest's memory, and runs nobody else's code
 * @returns {(...args: A) => number}
 */
export const checked =
  (read) =>
  (...args) => {
    try {
      return read(...args);
    } catch (error) {
      if (error instanceof RangeError) return errno.fault;
      throw error;
    }
  };

/**
 * A copy of bytes of memory, which may be shared.
 *
 * @param {ArrayBuffer} buffer
 * @param {number} address
 * @param {number} length
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {RangeError} when they are not all in it
 */
export const copyBytes = (buffer, address, length) => new Uint8Array(buffer, address >>> 0, length >>> 0).slice();
