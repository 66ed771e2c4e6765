import { errno } from './preview1.js';

/** Ends a function of WASI with an errno. */
export class WasiFailure extends Error {
  /** @param {number} number */
  constructor(number) {
    super(`errno ${number}`);
    this.errno = number;
  }
}

/**
 * A function that answers with the errno of a failure, and `EFAULT` when it is given addresses outside of the guest's memory.
 *
 * @template {any[]} A
 * @param {(...args: A) => number} work reads and writes the guest's memory and files, and runs nobody else's code
 * @returns {(...args: A) => number}
 */
export const checked =
  (work) =>
  (...args) => {
    try {
      return work(...args);
    } catch (error) {
      if (error instanceof WasiFailure) return error.errno;
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
export const copyBytes = (buffer, address, length) => new Uint8Array(buffer, address, length).slice();
