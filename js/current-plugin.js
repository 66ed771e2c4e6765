import { PluginError } from './error.js';
import { PluginOutput } from './output.js';

/** @import { RawContext } from '../pkg/extism_web.js' */
/** @import { LogLevel } from './types.js' */

/**
 * @param {bigint | number} value
 * @returns {bigint} an unsigned 64-bit number
 */
function toHandle(value) {
  if (typeof value === 'bigint') return BigInt.asUintN(64, value);
  if (Number.isSafeInteger(value)) return BigInt.asUintN(64, BigInt(value));
  throw invalidInput(`a handle or a size must be a BigInt or a whole number, got ${String(value)}`);
}

/**
 * @param {string} what
 * @param {unknown} value
 * @returns {string}
 */
function toName(what, value) {
  if (typeof value === 'string') return value;
  throw invalidInput(`${what} must be a string, got ${value === null ? 'null' : typeof value}`);
}

/** @param {string} message */
const invalidInput = (message) => Object.assign(new TypeError(message), { code: 'INVALID_INPUT' });

/** @param {Uint8Array | null | undefined} bytes */
const output = (bytes) => (bytes ? new PluginOutput(/** @type {ArrayBuffer} */ (bytes.buffer)) : null);

/**
 * What a host function may do with the plug-in that called it. It belongs to one call and is of no use after it.
 *
 * Handles are the addresses of blocks in kernel memory, `BigInt`s as the plug-in passes them.
 */
export class CurrentPlugin {
  /** @type {RawContext | undefined} */
  #host;
  #hostContext;

  /**
   * @param {RawContext} host
   * @param {unknown} hostContext
   */
  constructor(host, hostContext) {
    this.#host = host;
    this.#hostContext = hostContext;
  }

  /** Called when the call is over. */
  end() {
    this.#host = undefined;
    this.#hostContext = undefined;
  }

  get #live() {
    if (this.#host === undefined) {
      throw new PluginError('the call that this context belongs to has ended', 'CONTEXT_ENDED');
    }
    return this.#host;
  }

  /**
   * What the application passed to `plugin.call` beside the input.
   * @template T
   * @returns {T}
   */
  hostContext() {
    void this.#live;
    return /** @type {T} */ (this.#hostContext);
  }

  /**
   * A copy of the bytes of a block; an empty output for the handle 0, which is what a plug-in has for no bytes. A block that
   * an import or the plug-in freed can be read for a while, as most plug-ins do not know which imports free what.
   * @param {bigint | number} handle
   * @returns {PluginOutput | null} `null` for what is no such block, or was freed by `free`
   */
  read(handle) {
    return output(this.#live.read(toHandle(handle)));
  }

  /**
   * Stores text or bytes in a new block.
   * @param {string | ArrayBuffer | ArrayBufferView} data
   * @returns {bigint} its handle; 0 for no bytes
   */
  store(data) {
    return this.#live.store(data);
  }

  /**
   * A new block of zeros.
   * @param {bigint | number} size in bytes
   * @returns {bigint} its handle
   */
  alloc(size) {
    return this.#live.alloc(toHandle(size));
  }

  /** @param {bigint | number} handle */
  free(handle) {
    this.#live.freeBlock(toHandle(handle));
  }

  /**
   * The length of a block in bytes.
   * @param {bigint | number} handle
   * @returns {bigint} 0 for what is not a live block
   */
  length(handle) {
    return BigInt(this.#live.length(toHandle(handle)));
  }

  /**
   * Makes the call fail with a message, as if the plug-in had set it; nothing or `null` takes that back.
   * @param {string | Error | null} [error]
   */
  setError(error) {
    const message = error instanceof Error ? error.message : error;
    this.#live.setError(message === undefined || message === null ? undefined : String(message));
  }

  /**
   * @param {string} name
   * @returns {PluginOutput | null} a copy of the var's value
   */
  getVariable(name) {
    return output(this.#live.getVariable(toName('the name of a variable', name)));
  }

  /**
   * @param {string} name
   * @param {string | ArrayBuffer | ArrayBufferView} value
   * @throws {PluginError} VAR_LIMIT
   */
  setVariable(name, value) {
    this.#live.setVariable(toName('the name of a variable', name), value);
  }

  /** @param {string} name */
  deleteVariable(name) {
    this.#live.deleteVariable(toName('the name of a variable', name));
  }

  /** The level of the plug-in's log. @type {LogLevel} */
  get logLevel() {
    return /** @type {LogLevel} */ (this.#live.logLevel);
  }

  set logLevel(level) {
    this.#live.logLevel = toName('the log level', level);
  }
}
