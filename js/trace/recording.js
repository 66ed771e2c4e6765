/** @import { CallTrace, TracedBlock } from './types.js' */

/** How many events a trace holds, and how many bytes. */
const MOST_EVENTS = 20_000;
const MOST_BYTES = 16 * 2 ** 20;

/** Between how many kinds of access a loop may take turns. */
const TURNS = 3;

const accesses = new Set(['load', 'store', 'input']);

/** The events of one call, while it runs. */
export class Recording {
  #name;
  /** @type {any[]} */
  #events = [];
  #lost = 0;
  #bytes = 0;
  #began = performance.now();
  /** Of the bytes that were written to last. */
  #view = new DataView(new ArrayBuffer(0));

  isStarted = false;

  /** @param {string} name of the function that is called */
  constructor(name) {
    this.#name = name;
  }

  /** The first event. @param {TracedBlock | null} input */
  start(input) {
    this.isStarted = true;
    this.add({ type: 'begin', input });
    this.#events[0].at = 0;
  }

  /** Whether there is room for so many bytes more, which are then counted. @param {number} length */
  keeps(length) {
    if (this.#bytes + length > MOST_BYTES) return false;
    this.#bytes += length;
    return true;
  }

  /**
   * @param {any} event without its time
   * @returns {boolean} whether there was room for it. The end of the call has its place in any case
   */
  add(event) {
    if (this.#events.length >= MOST_EVENTS && event.type !== 'end') {
      this.#lost++;
      return false;
    }
    event.at = performance.now() - this.#began;
    this.#events.push(event);
    return true;
  }

  /**
   * The event that an access goes on with: one of its type that ended where it begins. Loops that copy read and write by turns, so
   * accesses of other types may be between; but of stores only the last is gone on with, as they may overlap.
   *
   * @param {string} type
   * @param {number} offset
   */
  #going(type, offset) {
    for (let back = 1; back <= TURNS; back++) {
      const event = this.#events[this.#events.length - back];
      if (event === undefined || !accesses.has(event.type)) return undefined;
      if (event.type === type && event.offset + event.length === offset) return event;
      if (event.type === 'store' && type === 'store') return undefined;
    }
    return undefined;
  }

  /** @param {'load' | 'input'} type @param {number} offset @param {number} size */
  load(type, offset, size) {
    const last = this.#going(type, offset);
    if (last === undefined) {
      this.add({ type, offset, length: size, count: 1 });
    } else {
      last.length += size;
      last.count++;
    }
  }

  /** @param {number} offset @param {number} size @param {number | bigint} value little-endian, as it is stored */
  store(offset, size, value) {
    let event = this.#going('store', offset);
    if ((event === undefined && this.#events.length >= MOST_EVENTS) || !this.keeps(size)) {
      this.#lost++;
      return;
    }
    if (event === undefined) {
      event = { type: 'store', offset, length: 0, count: 0, bytes: new Uint8Array(size) };
      this.add(event);
    }
    if (event.length + size > event.bytes.length) {
      const grown = new Uint8Array(2 * event.bytes.length + size);
      grown.set(event.bytes);
      event.bytes = grown;
    }
    // One for each access would take longer than all the rest.
    if (this.#view.buffer !== event.bytes.buffer) this.#view = new DataView(event.bytes.buffer);
    const view = this.#view;
    if (size === 1) view.setUint8(event.length, Number(value));
    else if (size === 4) view.setUint32(event.length, Number(value), true);
    else view.setBigUint64(event.length, BigInt.asUintN(64, /** @type {bigint} */ (value)), true);
    event.length += size;
    event.count++;
  }

  /** @param {Pick<CallTrace, 'kernel' | 'plugin'>} memories @returns {CallTrace} */
  finish(memories) {
    for (const event of this.#events) if (event.type === 'store') event.bytes = event.bytes.slice(0, event.length);
    return { function: this.#name, events: this.#events, lost: this.#lost, ...memories };
  }
}
