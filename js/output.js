import { PluginError } from './error.js';
import { decode } from './text.js';

/** @returns {never} */
function readOnly() {
  throw new TypeError('a plug-in\'s output is read-only');
}

/**
 * What a plug-in's function returned: a read-only `DataView` of the bytes, and ways to read them whole.
 *
 * The bytes are a copy that belongs to the caller; later calls do not change them.
 *
 * @extends {DataView<ArrayBuffer>}
 */
export class PluginOutput extends DataView {
  /** @type {string | undefined} */
  #text;

  /** The bytes in a buffer of their own, made when it is asked for. @type {ArrayBuffer | undefined} */
  #own;

  /**
   * The bytes, read as JSON.
   * @template [T=any]
   * @returns {T}
   * @throws {SyntaxError} when they are not JSON
   */
  json() {
    return JSON.parse(this.text());
  }

  /** @returns {ArrayBuffer} a buffer of exactly the bytes, the same at every call */
  arrayBuffer() {
    return (this.#own ??= ownBuffer(this));
  }

  /** @returns {string} the bytes as UTF-8 text, malformed sequences replaced */
  text() {
    return (this.#text ??= decode(this));
  }

  /** @returns {string} the same as `text()` */
  string() {
    return this.text();
  }

  /** @returns {Uint8Array} the bytes of `arrayBuffer()` */
  bytes() {
    return new Uint8Array(this.arrayBuffer());
  }

  /** @override */ setInt8() { readOnly(); }
  /** @override */ setInt16() { readOnly(); }
  /** @override */ setInt32() { readOnly(); }
  /** @override */ setUint8() { readOnly(); }
  /** @override */ setUint16() { readOnly(); }
  /** @override */ setUint32() { readOnly(); }
  /** @override */ setFloat32() { readOnly(); }
  /** @override */ setFloat64() { readOnly(); }
  /** @override */ setBigInt64() { readOnly(); }
  /** @override */ setBigUint64() { readOnly(); }
}

const prototype = /** @type {any} */ (DataView.prototype);
const viewedBuffer = /** @type {() => ArrayBuffer} */ (Object.getOwnPropertyDescriptor(prototype, 'buffer')?.get);
const viewedOffset = /** @type {() => number} */ (Object.getOwnPropertyDescriptor(prototype, 'byteOffset')?.get);

// An output may share its buffer with others, which is nobody's business.
Object.defineProperties(PluginOutput.prototype, {
  buffer: { get() { return this.arrayBuffer(); }, configurable: true },
  byteOffset: { get() { return 0; }, configurable: true },
});

/** @param {PluginOutput} output */
function ownBuffer(output) {
  const buffer = viewedBuffer.call(output);
  if (buffer.byteLength === output.byteLength) return buffer;
  const offset = viewedOffset.call(output);
  return buffer.slice(offset, offset + output.byteLength);
}

/** Outputs up to this length share a buffer: an `ArrayBuffer` of its own costs more than a whole small call. */
const SHARED_LENGTH = 512;
const POOL_LENGTH = 8192;
/** Of the first one: most plug-ins of a page that makes many are called a few times. */
const FIRST_LENGTH = SHARED_LENGTH;
const FEW_BYTES = 64;

/**
 * Bytes of an output's own. Not in the function that calls it: what is captured there costs each short output as much again.
 * @param {number} length of the output
 * @param {Uint8Array | number} from what is copied, or how many bytes there are to be
 * @param {number} [at] where the copy begins
 */
function own(length, from, at = 0) {
  try {
    return typeof from === 'number' ? new Uint8Array(from) : from.slice(at, at + length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PluginError(`there is no room for an output of ${length} bytes`, 'MEMORY_LIMIT', undefined, error);
  }
}

/** The outputs of one plug-in. Plug-ins share no buffers with each other. */
export class Outputs {
  #pool = new Uint8Array(0);
  #used = 0;

  /**
   * @param {Uint8Array | null | undefined} bytes whole buffers of the caller's own
   * @returns {PluginOutput | null}
   */
  make(bytes) {
    if (bytes === null || bytes === undefined) return null;
    if (bytes.length > SHARED_LENGTH) return new PluginOutput(/** @type {ArrayBuffer} */ (bytes.buffer));
    return this.copy(bytes, 0, bytes.length);
  }

  /**
   * @param {Uint8Array} bytes somebody else's
   * @param {number} at
   * @param {number} length
   * @returns {PluginOutput}
   * @throws {PluginError} MEMORY_LIMIT
   */
  copy(bytes, at, length) {
    if (length > SHARED_LENGTH) return new PluginOutput(/** @type {ArrayBuffer} */ (own(length, bytes, at).buffer));
    if (this.#used + length > this.#pool.length) {
      this.#pool = own(length, this.#pool.length === 0 ? FIRST_LENGTH : POOL_LENGTH);
      this.#used = 0;
    }
    const offset = this.#used;
    this.#used += length;
    const pool = this.#pool;
    // A view for `set` costs more than the copying of a few bytes.
    if (length > FEW_BYTES) pool.set(bytes.subarray(at, at + length), offset);
    else for (let i = 0; i < length; i += 1) pool[offset + i] = bytes[at + i];
    return new PluginOutput(/** @type {ArrayBuffer} */ (this.#pool.buffer), offset, length);
  }
}
