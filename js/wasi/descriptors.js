import { errno } from './preview1.js';

/** @import { OpenDirectory } from './directory-types.js' */
/** @import { OpenFile } from './open-file.js' */
/** @import { Stream } from './streams.js' */

/** What a descriptor stands for. @typedef {Stream | OpenFile | OpenDirectory} Open */

/** What the functions work on. @typedef {{readonly buffer: ArrayBuffer, readonly descriptors: Descriptors}} State */

/** What is open, by number. */
export class Descriptors {
  /** @type {Map<number, Open>} */
  #open = new Map();

  /** @param {Open[]} first those that are there from the beginning: the standard streams, and what the option allows */
  constructor(first) {
    first.forEach((open, number) => this.#open.set(number, open));
  }

  /** @param {number} number @returns {Open | undefined} */
  get(number) {
    return this.#open.get(number);
  }

  /** @param {number} number */
  isReadOnly(number) {
    return this.#open.get(number)?.root?.readOnly === true;
  }

  /** Gives it the lowest number that is free. @param {Open} open */
  add(open) {
    let number = 0;
    while (this.#open.has(number)) number++;
    this.#open.set(number, open);
    return number;
  }

  /** @param {number} number @returns {number} an errno */
  close(number) {
    const open = this.#open.get(number);
    if (open === undefined) return errno.badf;
    this.#open.delete(number);
    open.close();
    return errno.success;
  }

  /** @param {number} from @param {number} to which is closed @returns {number} an errno */
  renumber(from, to) {
    const open = this.#open.get(from);
    const closed = this.#open.get(to);
    if (open === undefined || closed === undefined) return errno.badf;
    if (from === to) return errno.success;
    this.#open.set(to, open);
    this.#open.delete(from);
    closed.close();
    return errno.success;
  }

  closeAll() {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const open of all) open.close();
  }
}
