import { readInput } from './bytes.js';
import { refuseToEnd } from './call-options.js';
import { CallState } from './call-state.js';
import { DirectCalls } from './direct-calls.js';
import { Outputs } from './output.js';
import { withRoom } from './room.js';
import { encodeBriefly } from './text.js';

/** @import { PluginOutput } from './output.js' */
/** @import { CallOptions } from './types.js' */
/** @import { Implementation, PluginInput } from './plugin.js' */
/** @import { RawPlugin } from '../pkg/extism_web.js' */
/** @import { Application } from './application.js' */
/** @import { HostBridge } from './bridge.js' */

/**
 * A plug-in on the thread that calls it.
 *
 * @implements {Implementation}
 */
export class LocalPlugin {
  #raw;

  #outputs = new Outputs();

  #application;

  /** There where calls have a beginning and an end to see to. @type {HostBridge | undefined} */
  #bridge;

  /** Whether calls may have to wait inside. */
  #maySuspend;

  #state = new CallState();

  /** Calls of functions that need nothing of the host but its kernel. @type {DirectCalls | undefined} */
  #direct;

  /** Those functions, of the instances that there are. @type {Map<string, Function>} */
  #functions = new Map();

  #module;

  /**
   * @param {RawPlugin} raw
   * @param {WebAssembly.Module} module the main one
   * @param {Application} application
   * @param {HostBridge} bridge
   */
  constructor(raw, module, application, bridge) {
    this.#raw = raw;
    this.#module = module;
    this.#application = application;
    application.plugin = this;
    this.#bridge = bridge.isUsed ? bridge : undefined;
    this.#maySuspend = raw.maySuspend;
  }

  /**
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @param {CallOptions | null} [options]
   */
  call(name, input, hostContext, options) {
    const run = this.#functions.get(name);
    if (run === undefined) return this.#call(name, input, hostContext, options);
    try {
      return Promise.resolve(this.#callDirectly(run, name, input, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * A call, and after it the writing of the files that it changed.
   *
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {unknown} hostContext
   * @param {CallOptions | null | undefined} options
   */
  async #call(name, input, hostContext, options) {
    let output;
    try {
      output = await this.#run(name, input, hostContext, options);
    } catch (error) {
      // What could not be written back is tried again after the next call; this error comes first.
      await this.#bridge?.saved()?.catch(() => {});
      throw error;
    }
    await this.#bridge?.saved();
    return output;
  }

  /**
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {unknown} hostContext
   * @param {CallOptions | null | undefined} options
   */
  async #run(name, input, hostContext, options) {
    this.#state.enter();
    try {
      refuseToEnd(options);
      let bytes = this.#maySuspend ? readInput(input) : this.#inputAtOnce(input);
      if (this.#raw.stale) {
        // The caller may change its buffer meanwhile.
        bytes = bytes && bytes.slice();
        await withRoom(async () => this.#within(undefined, () => this.#raw.restore()));
      }
      if (!this.#maySuspend) return this.#callPlainly(name, bytes, hostContext);
      return this.#outputs.make(await this.#within(hostContext, () => this.#raw.callWaiting(name, bytes), name));
    } finally {
      this.#leave();
    }
  }

  /**
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @param {CallOptions | null} [options]
   */
  callSync(name, input, hostContext, options) {
    const run = this.#functions.get(name);
    if (run !== undefined) return this.#callDirectly(run, name, input, options);
    this.#state.enter();
    try {
      refuseToEnd(options);
      return this.#callPlainly(name, this.#inputAtOnce(input), hostContext);
    } finally {
      this.#leave();
    }
  }

  /**
   * The input of a call that copies it at once. Where the instances must be made anew before, their start may use what text shares.
   * @param {PluginInput | undefined} input
   */
  #inputAtOnce(input) {
    return readInput(input, this.#raw.stale ? undefined : encodeBriefly);
  }

  /**
   * @param {string} name
   * @param {Uint8Array | null} input
   * @param {unknown} hostContext
   */
  #callPlainly(name, input, hostContext) {
    const output = this.#outcome(() => this.#raw.callSync(name, input), hostContext, name);
    this.#remember(name);
    return output;
  }

  /**
   * Has later calls of a function go the direct way, where nothing stands against it. With host functions or WASI there is
   * something to do at the beginning and the end of each call.
   * @param {string} name
   */
  #remember(name) {
    if (this.#bridge !== undefined || this.#maySuspend) return;
    const run = this.#raw.direct(name);
    if (run === undefined) return;
    this.#direct ??= new DirectCalls(this.#raw, this.#outputs, (...ended) => this.#outcome(() => this.#raw.settle(...ended)));
    this.#functions.set(name, run);
  }

  /**
   * @param {Function} run
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {CallOptions | null | undefined} options
   * @returns {PluginOutput | null}
   */
  #callDirectly(run, name, input, options) {
    this.#state.enter();
    try {
      if (options !== undefined && options !== null) refuseToEnd(options);
      const output = /** @type {DirectCalls} */ (this.#direct).call(run, name, input);
      // Says what there was no room for.
      return output === undefined ? this.#callPlainly(name, this.#inputAtOnce(input), undefined) : output;
    } finally {
      this.#leave();
    }
  }

  /**
   * The output of a call as the host tells it. The instances may have to be made anew after it, and what is called directly
   * with them.
   * @param {() => Uint8Array | null} work
   * @param {unknown} [hostContext]
   * @param {string} [name] of the function, where a call begins
   */
  #outcome(work, hostContext, name) {
    try {
      return this.#outputs.make(this.#within(hostContext, work, name));
    } finally {
      if (this.#raw.stale) this.#functions.clear();
    }
  }

  /**
   * Runs what may call the application's functions.
   * @template T
   * @param {unknown} hostContext
   * @param {() => T} work whose promise, if it is one, is waited for
   * @param {string} [name] of the function, where a call begins
   * @returns {T}
   */
  #within(hostContext, work, name) {
    const bridge = this.#bridge;
    if (bridge === undefined) return work();
    const { tracer } = bridge;
    if (tracer === undefined || name === undefined) return bridge.during(this.#application, hostContext, work);
    return bridge.during(this.#application, hostContext, () => tracer.during(name, this.#raw, work));
  }

  #leave() {
    if (this.#state.leave()) this.#free();
  }

  /** @param {string} name */
  functionExists(name) {
    this.#state.checkOpen();
    return this.#raw.functionExists(name);
  }

  /** @returns {WebAssembly.Module} */
  get module() {
    this.#state.checkOpen();
    return this.#module;
  }

  /** @returns {WebAssembly.Instance} */
  get instance() {
    this.#state.checkOpen();
    // Its imports are good for as long as the plug-in is.
    this.#application.pin();
    return this.#raw.instance;
  }

  isReady() {
    return true;
  }

  async ready() {}

  isActive() {
    return this.#state.isRunning;
  }

  reset() {
    this.#state.checkOpen();
    if (this.#state.isRunning) return false;
    this.#raw.kernel[0].host_reset();
    return true;
  }

  /** @returns {number[]} */
  memory() {
    this.#state.checkOpen();
    return this.#raw.memory();
  }

  trace() {
    this.#state.enter();
    this.#state.leave();
    return this.#bridge?.tracer?.last ?? null;
  }

  async close() {
    // A call that is under way comes to its end.
    if (this.#state.close()) this.#free();
    await this.#bridge?.saved();
  }

  #free() {
    this.#functions.clear();
    this.#application.unpin();
    this.#within(undefined, () => this.#raw.free());
  }
}
