import { PluginOutput } from './output.js';

/** @import { RawPlugin } from '../pkg/extism_web.js' */

/**
 * The input of a call: text (sent as UTF-8), a number (sent as its text), bytes, or nothing.
 * @typedef {string | number | ArrayBuffer | ArrayBufferView | null} PluginInput
 */

/**
 * What kernel memory holds.
 * @typedef {object} MemoryReport
 * @property {{offset: number, length: number}[]} blocks the live blocks, in the order of their addresses (bytes)
 * @property {number} bytesInUse the sum of their lengths
 */

/** @param {Uint8Array<ArrayBuffer> | null} bytes */
function output(bytes) {
  return bytes === null ? null : new PluginOutput(bytes.buffer);
}

/** A plug-in, ready for calls. Made by `createPlugin` or `CompiledPlugin.instantiate`. */
export class Plugin {
  #raw;

  /** Whether the last call left the instances to be made anew, which may take a promise. */
  #stale = false;

  /** @param {RawPlugin} raw */
  constructor(raw) {
    this.#raw = raw;
  }

  /**
   * Calls a function of the plug-in.
   *
   * @param {string} name the function's name
   * @param {PluginInput} [input]
   * @returns {Promise<PluginOutput | null>} the output; `null` when the function set none
   * @throws {PluginError} the plug-in's own error, a trap, a non-zero exit code, a misuse
   */
  async call(name, input) {
    if (this.#stale) {
      await this.#raw.restore();
      this.#stale = false;
    }
    return this.callSync(name, input);
  }

  /**
   * Calls a function of the plug-in and waits for it without giving way to anything else.
   *
   * @param {string} name
   * @param {PluginInput} [input]
   * @returns {PluginOutput | null}
   * @throws {PluginError} as `call`
   */
  callSync(name, input) {
    try {
      return output(this.#raw.callSync(name, input));
    } catch (error) {
      this.#stale = this.#raw.isOpen() && this.#raw.stale;
      throw error;
    }
  }

  /**
   * Whether the plug-in exports a function of that name.
   * @param {string} name
   */
  async functionExists(name) {
    return this.#raw.functionExists(name);
  }

  /** The exports of the plug-in's main module. */
  async getExports() {
    return WebAssembly.Module.exports(this.#raw.module);
  }

  /** The imports of the plug-in's main module. */
  async getImports() {
    return WebAssembly.Module.imports(this.#raw.module);
  }

  /**
   * The instance of the plug-in's main module. After a trap the next call makes a new one.
   * @returns {Promise<WebAssembly.Instance>}
   */
  async getInstance() {
    return this.#raw.instance;
  }

  /** Whether a call is running. */
  isActive() {
    return this.#raw.isActive();
  }

  /**
   * Forgets everything in kernel memory; variables stay.
   * @returns {Promise<boolean>} false, and nothing done, while a call is running
   */
  async reset() {
    return this.#raw.reset();
  }

  /**
   * What kernel memory holds now: the blocks of the last call.
   * @returns {Promise<MemoryReport>}
   */
  async memory() {
    return this.#raw.memory();
  }

  /** Ends the plug-in and frees what it holds: every later call fails. Closing twice is no error. */
  async close() {
    this.#raw.close();
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.close();
  }
}
