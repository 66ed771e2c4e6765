import { checked, copyBytes } from './faults.js';
import { Lines } from './lines.js';
import { errno } from './preview1.js';

/** @import { State } from './descriptors.js' */
/** @import { WasiOptions } from './types.js' */

const isStandard = (/** @type {number} */ number) => number >= 0 && number <= 2;

/**
 * The standard streams: an input that is at its end, and outputs that are lines for `output`. The implementation has
 * descriptors of these numbers, too, for the questions that are asked about them, and never sees their bytes.
 *
 * @param {Record<string, Function>} functions
 * @param {State} state
 * @param {WasiOptions['output']} output
 */
export function standardStreams(functions, state, output) {
  /** @type {Set<number>} */
  const closed = new Set();
  /** @type {(Lines | undefined)[]} */
  const lines = output === undefined ? [] : [undefined, new Lines((line) => output('stdout', line)), new Lines((line) => output('stderr', line))];

  /**
   * What is to be written, and how much that is, told to the guest.
   * @param {number} vectors
   * @param {number} count
   * @param {number} result
   * @param {Uint8Array[]} parts
   */
  const collect = (vectors, count, result, parts) => {
    const view = new DataView(state.buffer);
    let size = 0;
    for (let at = vectors >>> 0, end = at + 8 * (count >>> 0); at < end; at += 8) {
      const bytes = copyBytes(state.buffer, view.getUint32(at, true), view.getUint32(at + 4, true));
      parts.push(bytes);
      size += bytes.length;
    }
    view.setUint32(result >>> 0, size, true);
    return errno.success;
  };

  /** @type {(number: number, vectors: number, count: number, result: number) => number} */
  const write = (number, vectors, count, result) => {
    if (number === 0) return errno.badf;
    /** @type {Uint8Array[]} */
    const parts = [];
    const outcome = checked(collect)(vectors, count, result, parts);
    if (outcome === errno.success) for (const part of parts) lines[number]?.push(part);
    return outcome;
  };

  /** @type {(number: number, vectors: number, count: number, result: number) => number} */
  const read = checked((number, vectors, count, result) => {
    if (number !== 0) return errno.badf;
    new DataView(state.buffer).setUint32(result >>> 0, 0, true);
    return errno.success;
  });

  return {
    /** @param {Record<string, Function>} inner @returns {Record<string, Function>} */
    around: (inner) => ({
      ...inner,
      fd_write: (/** @type {[number, number, number, number]} */ ...args) => {
        if (closed.has(args[0])) return errno.badf;
        return isStandard(args[0]) ? write(...args) : inner.fd_write(...args);
      },
      fd_read: (/** @type {[number, number, number, number]} */ ...args) => {
        if (closed.has(args[0])) return errno.badf;
        return isStandard(args[0]) ? read(...args) : inner.fd_read(...args);
      },
      fd_close: (/** @type {number} */ number) => {
        if (!isStandard(number)) return inner.fd_close(number);
        if (closed.has(number)) return errno.badf;
        closed.add(number);
        return errno.success;
      },
      fd_renumber: (/** @type {number} */ from, /** @type {number} */ to) =>
        isStandard(from) || isStandard(to) ? errno.notsup : inner.fd_renumber(from, to),
    }),
    flush() {
      for (const stream of lines) stream?.flush();
    },
  };
}
