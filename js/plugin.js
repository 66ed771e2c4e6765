/// <reference lib="esnext.disposable" preserve="true" />
import { Outputs } from './output.js';

/** @import { PluginOutput } from './output.js' */
/** @import { RawPlugin } from '../pkg/extism_web.js' */
/** @import { HostBridge, HostCall } from './bridge.js' */

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

/** A plug-in, ready for calls. Made by `createPlugin` or `CompiledPlugin.instantiate`. */
export class Plugin {
  #raw;

  #outputs = new Outputs();

  /** @type {HostBridge | undefined} */
  #bridge;

  /** Whether calls may have to wait inside. */
  #maySuspend;

  /** Whether the last call left the instances to be made anew, which may take a promise. */
  #stale = false;

  /**
   * @param {RawPlugin} raw
   * @param {HostBridge} bridge
   */
  constructor(raw, bridge) {
    this.#raw = raw;
    this.#bridge = bridge.isUsed ? bridge : undefined;
    this.#maySuspend = raw.maySuspend;
  }

  /**
   * Calls a function of the plug-in.
   *
   * @param {string} name the function's name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext] what host functions get from `context.hostContext()` in this call
   * @returns {Promise<PluginOutput | null>} the output; `null` when the function set none
   * @throws {PluginError} the plug-in's own error, a trap, a non-zero exit code, a misuse
   */
  call(name, input, hostContext) {
    const result = this.#call(name, input, hostContext);
    return this.#bridge === undefined ? result : this.#saved(result);
  }

  /**
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {unknown} hostContext
   */
  async #call(name, input, hostContext) {
    if (this.#maySuspend) return this.#callWaiting(name, input, hostContext);
    if (this.#stale) {
      await this.#restore();
      this.#stale = false;
    }
    return this.callSync(name, input, hostContext);
  }

  /**
   * Calls a function of the plug-in and waits for it without giving way to anything else.
   *
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @returns {PluginOutput | null}
   * @throws {PluginError} as `call`; also when a host function returns a promise, which cannot be waited for here
   */
  callSync(name, input, hostContext) {
    const began = this.#begin(hostContext);
    try {
      return this.#outputs.make(this.#raw.callSync(name, input));
    } catch (error) {
      this.#stale = this.#raw.isOpen() && this.#raw.stale;
      throw error;
    } finally {
      if (began) this.#bridge?.end(began);
    }
  }

  /**
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {unknown} hostContext
   */
  async #callWaiting(name, input, hostContext) {
    const began = this.#begin(hostContext);
    try {
      return this.#outputs.make(await this.#raw.callWaiting(name, input));
    } finally {
      if (began) this.#bridge?.end(began);
    }
  }

  /**
   * Waits until the files that a call changed are written back.
   * @param {Promise<PluginOutput | null>} result
   */
  async #saved(result) {
    try {
      await result;
    } catch (error) {
      // What could not be written back is tried again after the next call; this error comes first.
      await this.#bridge?.saved()?.catch(() => {});
      throw error;
    }
    await this.#bridge?.saved();
    return result;
  }

  /**
   * Tells the host functions of a call that begins; not of one that will be refused because another runs.
   * @param {unknown} [hostContext]
   * @returns {HostCall | undefined}
   */
  #begin(hostContext) {
    if (!this.#raw.isOpen() || this.#raw.isActive()) return undefined;
    return this.#bridge?.begin(hostContext);
  }

  /** Makes the instances anew. Host functions may be called by what starts in them. */
  async #restore() {
    const began = this.#begin();
    try {
      await this.#raw.restore();
    } finally {
      if (began) this.#bridge?.end(began);
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
    await this.#bridge?.saved();
  }

  /** Closes the plug-in; for `await using`. */
  async [Symbol.asyncDispose]() {
    await this.close();
  }
}
