import { invalidOption } from './error.js';
import { Outputs } from './output.js';

/** @import { PluginOutput } from './output.js' */
/** @import { CallOptions } from './types.js' */
/** @import { Implementation, MemoryReport, PluginInput } from './plugin.js' */
/** @import { RawPlugin } from '../pkg/extism_web.js' */
/** @import { HostBridge, HostCall } from './bridge.js' */

/**
 * A plug-in on the thread that calls it.
 *
 * @implements {Implementation}
 */
export class LocalPlugin {
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
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @param {CallOptions} [options]
   */
  call(name, input, hostContext, options) {
    if (options !== undefined) refuseToEnd(options);
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
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
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

  /** @param {string} name */
  functionExists(name) {
    return this.#raw.functionExists(name);
  }

  /** @returns {WebAssembly.Module} */
  get module() {
    return this.#raw.module;
  }

  /** @returns {WebAssembly.Instance} */
  get instance() {
    return this.#raw.instance;
  }

  isReady() {
    return true;
  }

  async ready() {}

  isActive() {
    return this.#raw.isActive();
  }

  reset() {
    return this.#raw.reset();
  }

  /** @returns {MemoryReport} */
  memory() {
    return this.#raw.memory();
  }

  async close() {
    this.#raw.close();
    await this.#bridge?.saved();
  }
}

/** @param {CallOptions} options */
function refuseToEnd({ signal, timeoutMs }) {
  const given = signal ? 'signal' : timeoutMs ? 'timeoutMs' : undefined;
  if (given !== undefined) throw invalidOption(`the ${given} of a call requires runInWorker: true; only a plug-in in a worker can be stopped`);
}
