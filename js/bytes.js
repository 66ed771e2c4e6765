import { describe } from '../pkg/extism_web.js';
import { encode, encodeBriefly } from './text.js';

/**
 * Bytes as the application gives them. Everything is read through the language's own getters: those of a subclass, a `Proxy`
 * or an object in disguise may say anything, and may run the application's code at any time.
 * @module
 */

/** @param {object} prototype @param {PropertyKey} name @returns {() => any} */
const getter = (prototype, name) => /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name)).get;

const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typeOfArray = getter(typedArray, Symbol.toStringTag);
const typed = ['buffer', 'byteOffset', 'byteLength'].map((name) => getter(typedArray, name));
const viewed = ['buffer', 'byteOffset', 'byteLength'].map((name) => getter(DataView.prototype, name));
const buffers = [ArrayBuffer, globalThis.SharedArrayBuffer].filter((kind) => kind !== undefined).map((kind) => getter(kind.prototype, 'byteLength'));

/** How many bytes a `Uint8Array` has. @type {{call: (bytes: Uint8Array) => number}} */
export const lengthOf = getter(typedArray, 'length');

/**
 * Whether a value is a `Uint8Array`, of whatever class and realm.
 * @param {unknown} value
 * @returns {value is Uint8Array}
 */
export const isBytes = (value) => ArrayBuffer.isView(value) && typeOfArray.call(value) === 'Uint8Array';

/**
 * Text as UTF-8, or a view of the bytes of a buffer, a typed array or a `DataView`; `undefined` for anything else, also for
 * a buffer that was transferred away.
 *
 * @param {unknown} value
 * @returns {Uint8Array | undefined}
 */
export function toBytes(value) {
  if (typeof value === 'string') return encode(value);
  try {
    if (ArrayBuffer.isView(value)) {
      const [buffer, offset, length] = (typeOfArray.call(value) === undefined ? viewed : typed).map((get) => get.call(value));
      return new Uint8Array(buffer, offset, length);
    }
    return isBuffer(value) ? new Uint8Array(/** @type {ArrayBuffer} */ (value)) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
function isBuffer(value) {
  return typeof value === 'object' && value !== null && buffers.some((lengthOfBuffer) => {
    try {
      lengthOfBuffer.call(value);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The input of a call: a view of its bytes, or `null` for none.
 *
 * @param {unknown} input
 * @param {(text: string) => Uint8Array} [utf8] `encodeBriefly` where the bytes are copied before anything else runs
 * @returns {Uint8Array | null}
 * @throws {TypeError} INVALID_INPUT
 */
export function readInput(input, utf8 = encode) {
  if (input === undefined || input === null) return null;
  const text = typeof input === 'number' ? String(input) : input;
  const bytes = typeof text === 'string' ? utf8(text) : toBytes(text);
  if (bytes === undefined) throw invalidInput(`the input of a call must be a string, bytes or nothing, got ${describe(input)}`);
  return bytes;
}

/**
 * Text or bytes to store, which is to be done before anything else runs.
 *
 * @param {string} what
 * @param {unknown} data
 * @returns {Uint8Array}
 * @throws {TypeError} INVALID_INPUT
 */
export function readData(what, data) {
  const bytes = typeof data === 'string' ? encodeBriefly(data) : toBytes(data);
  if (bytes === undefined) throw invalidInput(`${what} must be a string or bytes, got ${describe(data)}`);
  return bytes;
}

/** @param {string} message */
export const invalidInput = (message) => Object.assign(new TypeError(message), { code: 'INVALID_INPUT' });
