import { describe } from '../../../pkg/extism_web.js';
import { aborted } from '../../aborted.js';
import { invalidInput, readInput } from '../../bytes.js';
import { readCallOptions } from '../../call-options.js';
import { CallState, closed } from '../../call-state.js';
import { PluginError } from '../../error.js';
import { Outputs } from '../../output.js';
import { withRoom } from '../../room.js';
import { prepareWorkers } from '../../runtime.js';
import { shareFiles } from '../../wasi/page-files.js';
import { Source } from './source.js';
import { Thread } from './thread.js';
import { readSignal, readTimeLimit, Watch } from './watch.js';

export { EarlyWorker } from './early-worker.js';

/** @import { RawCompiledPlugin } from '../../../pkg/extism_web.js' */
/** @import { CallTrace } from '../../trace/types.js' */
/** @import { CallOptions, PluginOptions } from '../../types.js' */
/** @import { Implementation, PluginInput } from '../../plugin.js' */

/**
 * A plug-in in a worker. A worker that had to be ended, or that ended by itself, is replaced at once.
 *
 * @implements {Implementation}
 */
export class RemotePlugin {
  #source;
  #outputs = new Outputs();

  /** The worker, when it has started. @type {Thread | undefined} */
  #thread;

  /** The start of the worker. @type {Promise<Thread>} */
  #starting;

  /** There when a start has failed, which the next call tries again: the worker to replace, with all that it leaves. @type {{previous: Thread | undefined} | undefined} */
  #failed;

  /** The worker that is starting. @type {Thread | undefined} */
  #next;

  /** Ends the waiting for a worker. @type {((error: unknown) => void) | undefined} */
  #interrupt;

  #state = new CallState();

  /** @type {Promise<void> | undefined} */
  #closing;

  /**
   * @param {RawCompiledPlugin} raw
   * @param {PluginOptions} options as they were read
   */
  static async start(raw, options) {
    await prepareWorkers(options.worker);
    const paths = options.useWasi && raw.importsWasi ? (options.allowedPaths ?? raw.allowedPaths ?? {}) : undefined;
    const plugin = new RemotePlugin(new Source(raw, options, paths && (await shareFiles(paths))));
    await plugin.#starting;
    return plugin;
  }

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
    source.application.plugin = this;
    this.#starting = this.#start(undefined);
  }

  get module() {
    this.#state.checkOpen();
    return this.#source.module;
  }

  /** @param {string} name */
  functionExists(name) {
    this.#state.checkOpen();
    return this.#source.indices.has(name);
  }

  /**
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @param {CallOptions | null} [options]
   */
  async call(name, input, hostContext, options) {
    return this.#outputs.make(await this.#alone(() => {
      const { signal: given, timeoutMs } = readCallOptions(options);
      const signal = readSignal(given);
      const limit = timeoutMs === undefined ? this.#source.timeLimit : readTimeLimit("a call's timeoutMs", timeoutMs);
      if (signal?.aborted) throw aborted(signal);
      if (typeof name !== 'string') throw invalidInput(`a function's name must be a string, got ${describe(name)}`);
      const bytes = readInput(input);
      // While a worker is waited for, the caller may change its buffer.
      const own = this.#thread === undefined ? bytes && bytes.slice() : bytes;
      return { what: `function "${name}"`, limit, signal, work: (thread) => this.#run(thread, name, own, hostContext) };
    }));
  }

  /**
   * @param {Thread} thread
   * @param {string} name
   * @param {Uint8Array | null} input
   * @param {unknown} hostContext
   */
  async #run(thread, name, input, hostContext) {
    const { bridge, application } = this.#source;
    const call = bridge.begin(application, hostContext);
    const { line } = thread;
    try {
      return await line.call(name, input);
    } catch (error) {
      if (line.hasBegun) throw error;
      // There may be room in the worker when this thread has let go of what nobody uses.
      return await withRoom(() => line.call(name, input), () => !line.hasBegun);
    } finally {
      bridge.end(call);
    }
  }

  /** @returns {never} */
  callSync() {
    throw new PluginError('a plug-in in a worker cannot be waited for with callSync: use call', 'UNSUPPORTED');
  }

  /** @returns {never} */
  get instance() {
    throw new PluginError('the instance of a plug-in in a worker is in the worker', 'UNSUPPORTED');
  }

  isActive() {
    return this.#state.isRunning;
  }

  isReady() {
    return this.#thread !== undefined;
  }

  ready() {
    return this.#starting;
  }

  async reset() {
    this.#state.checkOpen();
    return this.#state.isRunning ? false : this.#alone(() => ({ work: (thread) => thread.line.reset() }));
  }

  /** @returns {Promise<number[]>} */
  async memory() {
    this.#state.checkOpen();
    // The page sees shared memory at any time.
    if (this.#state.isRunning && this.#source.shares && this.#thread !== undefined) return this.#thread.line.memory();
    return this.#alone(() => ({ work: (thread) => thread.line.memory() }));
  }

  /** @returns {Promise<CallTrace | null>} */
  async trace() {
    return this.#alone(() => ({ work: async (thread) => (this.#source.options.trace ? thread.line.trace() : null) }));
  }

  close() {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close() {
    const { files, timeLimit: limit } = this.#source;
    try {
      // Files are written back and the last line of output passed on, unless a call is running, which is ended.
      if (files !== undefined && !this.#state.isRunning && this.#thread !== undefined) {
        await this.#alone(() => ({ what: 'closing the plug-in', limit, work: (thread) => thread.line.close() }));
      }
    } finally {
      this.#state.close();
      this.#interrupt?.(closed());
      this.#thread?.end(closed());
      this.#next?.end(closed());
      this.#failed?.previous?.free();
      this.#failed = undefined;
    }
  }

  /**
   * Does something with the worker, while nothing else may.
   *
   * @template T
   * @param {() => Work<T>} prepare reads what there is to do
   * @returns {Promise<T>}
   */
  async #alone(prepare) {
    this.#state.enter();
    /** @type {Watch | undefined} */
    let watch;
    let thread;
    try {
      // A host function that the start of a new worker calls would wait for itself.
      if (this.#next?.line.isServing) throw new PluginError('plugin is not reentrant: a host function of its start is running', 'REENTRANT');
      const { what = '', limit, signal, work } = prepare();
      // What was prepared may have closed the plug-in.
      this.#state.checkOpen();
      if (limit !== undefined || signal !== undefined) watch = new Watch(signal, (error) => this.#stop(error));
      thread = this.#thread ?? (await this.#startedThread());
      thread.keepAlive(true);
      // Not from the beginning: the start of a worker has a limit of its own.
      watch?.begin(what, limit);
      return await work(thread);
    } finally {
      thread?.keepAlive(false);
      watch?.clear();
      this.#state.leave();
    }
  }

  /** @returns {Promise<Thread>} */
  #startedThread() {
    const failed = this.#failed;
    if (failed !== undefined) {
      this.#failed = undefined;
      this.#starting = this.#start(failed.previous);
    }
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      this.#starting.then(resolve, reject);
    });
  }

  /** Ends what runs. @param {unknown} error */
  #stop(error) {
    if (this.#thread === undefined) this.#interrupt?.(error);
    else this.#thread.end(error);
  }

  /**
   * Starts a worker.
   * @param {Thread | undefined} previous
   */
  #start(previous) {
    const starting = this.#startThread(previous);
    // Whoever calls is told; until then nobody may be listening.
    starting.catch(() => {});
    return starting;
  }

  /** @param {Thread | undefined} previous */
  async #startThread(previous) {
    try {
      const thread = await withRoom(() => this.#tryThread(previous));
      previous?.free();
      return thread;
    } catch (error) {
      if (this.#state.isClosed) previous?.free();
      else this.#failed = { previous };
      throw error;
    }
  }

  /** @param {Thread | undefined} previous */
  async #tryThread(previous) {
    const { bridge, application } = this.#source;
    if (this.#state.isClosed) throw closed();
    const thread = new Thread(this.#source, previous);
    this.#next = thread;
    thread.keepAlive(true);
    const call = bridge.begin(application);
    try {
      await thread.started();
    } catch (error) {
      thread.end(error);
      thread.free();
      throw error;
    } finally {
      this.#next = undefined;
      bridge.end(call);
      thread.keepAlive(false);
    }
    this.#thread = thread;
    thread.onEnd = () => this.#replace(thread);
    return thread;
  }

  /** @param {Thread} thread */
  #replace(thread) {
    this.#thread = undefined;
    if (this.#state.isClosed) thread.free();
    else this.#starting = this.#start(thread);
  }
}

/**
 * @template T
 * @typedef {object} Work
 * @property {string} [what] names it in errors
 * @property {number} [limit] milliseconds
 * @property {AbortSignal} [signal]
 * @property {(thread: Thread) => Promise<T>} work
 */
