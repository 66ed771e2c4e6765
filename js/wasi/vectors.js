import { WasiFailure } from './faults.js';
import { maxFileSize } from './memory-directory.js';
import { errno } from './preview1.js';

/**
 * The parts of memory that an array of `iovec` or `ciovec` names.
 *
 * @param {ArrayBuffer} buffer
 * @param {number} address of the array
 * @param {number} count
 * @returns {Uint8Array[]} views
 * @throws {RangeError} when something is outside of the memory
 */
export function readVectors(buffer, address, count) {
  // Of the right size at once: too many are refused before the first is read.
  const view = new DataView(buffer, address, 8 * count);
  let total = 0;
  return Array.from({ length: count }, (_, index) => {
    const length = view.getUint32(8 * index + 4, true);
    total += length;
    if (total > maxFileSize) throw new WasiFailure(errno.inval);
    return new Uint8Array(buffer, view.getUint32(8 * index, true), length);
  });
}
