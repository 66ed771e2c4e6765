/// <reference lib="esnext.disposable" preserve="true" />

/** @import { PluginOutput } from './output.js' */
/** @import { CallTrace } from './trace/types.js' */
/** @import { CallOptions } from './types.js' */

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

/**
 * What is behind a `Plugin`: one on this thread, or one in a worker.
 *
 * @typedef {object} Implementation
 * @property {WebAssembly.Module} module the main one
 * @property {WebAssembly.Instance} instance of the main module
 * @property {(name: string, input?: PluginInput, hostContext?: unknown, options?: CallOptions | null) => Promise<PluginOutput | null>} call
 * @property {(name: string, input?: PluginInput, hostContext?: unknown, options?: CallOptions | null) => PluginOutput | null} callSync
 * @property {(name: string) => boolean} functionExists
 * @property {() => boolean} isActive
 * @property {() => boolean | Promise<boolean>} reset
 * @property {() => number[] | Promise<number[]>} memory the bytes in use, then offset and length of each live block
 * @property {() => CallTrace | null | Promise<CallTrace | null>} trace
 * @property {() => Promise<void>} close
 * @property {() => boolean} isReady whether a call can begin now, as far as the worker goes
 * @property {() => Promise<unknown>} ready resolves when it can, rejects when it never will
 */

/**
 * What is behind a plug-in, for a pool.
 * @type {(plugin: Plugin) => Implementation}
 */
export let implementationOf;

/** A plug-in, ready for calls. Made by `createPlugin` or `CompiledPlugin.instantiate`. */
export class Plugin {
  #plugin;

  static {
    implementationOf = (plugin) => plugin.#plugin;
  }

  /** @internal @param {Implementation} plugin */
  constructor(plugin) {
    this.#plugin = plugin;
  }

  /**
   * Calls a function of the plug-in.
   *
   * @template T
   * @param {string} name the function's name
   * @param {PluginInput} [input]
   * @param {T} [hostContext] what host functions get from `context.hostContext()` in this call
   * @param {CallOptions | null} [options] what ends the call before it is done, for a plug-in in a worker
   * @returns {Promise<PluginOutput | null>} the output; `null` when the function set none
   * @throws {PluginError} the plug-in's own error, a trap, a non-zero exit code, a misuse; TIMEOUT or ABORTED
   */
  call(name, input, hostContext, options) {
    return this.#plugin.call(name, input, hostContext, options);
  }

  /**
   * Calls a function of the plug-in and waits for it without giving way to anything else. Not for a plug-in in a worker.
   *
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @returns {PluginOutput | null}
   * @throws {PluginError} as `call`; also when a host function returns a promise, which cannot be waited for here
   */
  callSync(name, input, hostContext) {
    // What else was given is for the implementation to refuse.
    return this.#plugin.callSync(name, input, hostContext, arguments[3]);
  }

  /**
   * Whether the plug-in exports a function of that name.
   * @param {string} name
   * @returns {Promise<boolean>} false also for what is no name
   */
  async functionExists(name) {
    return typeof name === 'string' && this.#plugin.functionExists(name);
  }

  /** The exports of the plug-in's main module. */
  async getExports() {
    return WebAssembly.Module.exports(this.#plugin.module);
  }

  /** The imports of the plug-in's main module. */
  async getImports() {
    return WebAssembly.Module.imports(this.#plugin.module);
  }

  /**
   * The instance of the plug-in's main module. After a trap the next call makes a new one. Not for a plug-in in a worker. A
   * plug-in that was asked for it lives until it is closed.
   * @returns {Promise<WebAssembly.Instance>}
   */
  async getInstance() {
    return this.#plugin.instance;
  }

  /** Whether a call is running. */
  isActive() {
    return this.#plugin.isActive();
  }

  /**
   * Forgets everything in kernel memory; variables stay.
   * @returns {Promise<boolean>} false, and nothing done, while a call is running
   */
  async reset() {
    return this.#plugin.reset();
  }

  /**
   * What kernel memory holds now: the blocks of the last call.
   * @returns {Promise<MemoryReport>}
   */
  async memory() {
    const [bytesInUse, ...numbers] = await this.#plugin.memory();
    const blocks = Array.from({ length: numbers.length / 2 }, (_, i) => ({ offset: numbers[2 * i], length: numbers[2 * i + 1] }));
    return { blocks, bytesInUse };
  }

  /**
   * What the plug-in did with kernel memory in the last call, with the option `trace`.
   * @returns {Promise<CallTrace | null>} `null` without the option, before the first call, and when the worker of that call is gone
   * @throws {PluginError} REENTRANT while a call is running
   */
  async trace() {
    return this.#plugin.trace();
  }

  /** Ends the plug-in and frees what it holds: every later call fails. Closing twice is no error. */
  async close() {
    await this.#plugin.close();
  }

  /** Closes the plug-in; for `await using`. */
  async [Symbol.asyncDispose]() {
    await this.close();
  }
}
