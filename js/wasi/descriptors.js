import { errno } from './preview1.js';

/** @import { AllowedPath } from './allowed-paths.js' */

/**
 * What a descriptor was opened with.
 *
 * @typedef {object} Descriptor
 * @property {AllowedPath} root the directory that it is in
 * @property {string} [host] the path on the host by which the implementation knows it
 */

/**
 * What the functions around an implementation share.
 * @typedef {{readonly buffer: ArrayBuffer, descriptors: Descriptors}} State
 */

/** The number of the first descriptor that is not a standard stream. */
export const firstPreopened = 3;

/** The functions that change the file of the descriptor that is their first argument. */
const writers = ['fd_allocate', 'fd_filestat_set_size', 'fd_filestat_set_times', 'fd_pwrite', 'fd_write'];

/** Which descriptors are open, and the directory that each is in. */
export class Descriptors {
  /** @type {Map<number, Descriptor>} */
  #open = new Map();

  /** @param {AllowedPath[]} preopened */
  constructor(preopened) {
    preopened.forEach((root, index) => this.#open.set(firstPreopened + index, { root, host: root.value }));
  }

  /** @param {number} number */
  get(number) {
    return this.#open.get(number);
  }

  /** @param {number} number */
  isReadOnly(number) {
    return this.#open.get(number)?.root.readOnly === true;
  }

  /** @param {number} number @param {Descriptor} descriptor */
  set(number, descriptor) {
    this.#open.set(number, descriptor);
  }

  /** Those that are open; none of them is from now on. */
  takeAll() {
    const numbers = [...this.#open.keys()];
    this.#open.clear();
    return numbers;
  }

  /**
   * Functions that keep the account, and that refuse to change what is read-only.
   *
   * @param {Record<string, Function>} functions
   * @returns {Record<string, Function>}
   */
  around(functions) {
    const refusing = writers
      .filter((name) => name in functions)
      .map((name) => [name, (/** @type {any[]} */ ...args) => (this.isReadOnly(args[0]) ? errno.rofs : functions[name](...args))]);
    return {
      ...functions,
      ...Object.fromEntries(refusing),
      fd_close: (/** @type {number} */ number) => {
        const result = functions.fd_close(number);
        if (result === errno.success) this.#open.delete(number);
        return result;
      },
      fd_renumber: (/** @type {number} */ from, /** @type {number} */ to) => {
        const result = functions.fd_renumber(from, to);
        const descriptor = this.#open.get(from);
        if (result === errno.success && descriptor !== undefined && from !== to) {
          this.#open.set(to, descriptor);
          this.#open.delete(from);
        }
        return result;
      },
    };
  }
}
