import { DirectCalls } from './direct-calls.js';
import { invalidOption, PluginError } from './error.js';
import { Outputs } from './output.js';
import { encode } from './text.js';

/** @import { PluginOutput } from './output.js' */
/** @import { CallOptions } from './types.js' */
/** @import { Implementation, PluginInput } from './plugin.js' */
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

  /** Calls of functions that need nothing of the host but its kernel. @type {DirectCalls | undefined} */
  #direct;

  /** Those functions. @type {Map<string, Function>} */
  #functions = new Map();

  /** Whether a direct call is running; of the others the host knows. */
  #running = false;

  #closed = false;

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
    const run = this.#functions.get(name);
    if (run !== undefined) {
      try {
        return Promise.resolve(this.#callDirectly(run, name, input));
      } catch (error) {
        return Promise.reject(error);
      }
    }
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
    const run = this.#functions.get(name);
    if (run !== undefined) return this.#callDirectly(run, name, input);
    if (this.#closed) throw new PluginError('plugin is closed', 'CLOSED');
    if (this.#running) throw reentrant();
    const began = this.#begin(hostContext);
    try {
      const output = this.#outputs.make(this.#raw.callSync(name, input));
      this.#remember(name);
      return output;
    } catch (error) {
      this.#failed();
      throw error;
    } finally {
      if (began) this.#bridge?.end(began);
    }
  }

  /**
   * Has later calls of a function go the direct way, where nothing stands against it. With host functions or WASI there is
   * something to do at the beginning and the end of each call.
   * @param {string} name
   */
  #remember(name) {
    if (this.#bridge !== undefined || this.#maySuspend || this.#closed) return;
    const run = this.#raw.direct(name);
    if (run === undefined) return;
    this.#direct ??= new DirectCalls(this.#raw, this.#outputs);
    this.#functions.set(name, run);
  }

  /** Sees whether the instances are to be made anew, and with them what is called directly. */
  #failed() {
    this.#stale = this.#raw.isOpen() && this.#raw.stale;
    if (this.#stale) this.#functions.clear();
  }

  /**
   * @param {Function} run
   * @param {string} name
   * @param {PluginInput | undefined} input
   */
  #callDirectly(run, name, input) {
    if (this.#running) throw reentrant();
    const bytes = toBytes(input);
    const direct = /** @type {DirectCalls} */ (this.#direct);
    // The host says what is wrong.
    if (bytes === undefined || !direct.begin(bytes)) return this.#outputs.make(this.#raw.callSync(name, input));
    this.#running = true;
    try {
      return direct.finish(run, name);
    } catch (error) {
      this.#failed();
      throw error;
    } finally {
      this.#running = false;
      if (this.#closed) this.#raw.close();
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
    return this.#running || this.#raw.isActive();
  }

  reset() {
    return this.#running ? false : this.#raw.reset();
  }

  /** @returns {Uint32Array} */
  memory() {
    return this.#raw.memory();
  }

  async close() {
    this.#closed = true;
    this.#functions.clear();
    // A call that is under way comes to its end.
    if (!this.#running) this.#raw.close();
    await this.#bridge?.saved();
  }
}

const nothing = new Uint8Array(0);

/**
 * An input that needs no further look; `undefined` for any other.
 * @param {PluginInput | undefined} input
 */
function toBytes(input) {
  if (input instanceof Uint8Array) return input;
  if (typeof input === 'string') return encode(input);
  return input === undefined || input === null ? nothing : undefined;
}

const reentrant = () => new PluginError('plugin is not reentrant', 'REENTRANT');

/** @param {CallOptions} options */
function refuseToEnd({ signal, timeoutMs }) {
  const given = signal ? 'signal' : timeoutMs ? 'timeoutMs' : undefined;
  if (given !== undefined) throw invalidOption(`the ${given} of a call requires runInWorker: true; only a plug-in in a worker can be stopped`);
}
