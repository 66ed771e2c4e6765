import { PluginError } from '../../error.js';
import { Outputs } from '../../output.js';
import { shareFiles } from '../../wasi/page-files.js';
import { option } from '../../options.js';
import { prepareWorkers } from '../../runtime.js';
import { lacksRoom, makeRoom } from './room.js';
import { Source } from './source.js';
import { Thread } from './thread.js';
import { aborted, readSignal, readTimeLimit, Watch } from './watch.js';

/** @import { RawCompiledPlugin } from '../../../pkg/extism_web.js' */
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

  /** The start of the worker; rejects for good when it cannot be started. @type {Promise<Thread>} */
  #starting;

  /** The worker that is starting. @type {Thread | undefined} */
  #next;

  /** Ends the waiting for a worker. @type {((error: unknown) => void) | undefined} */
  #interrupt;

  #active = false;
  #closed = false;

  /**
   * @param {RawCompiledPlugin} raw
   * @param {PluginOptions} options
   */
  static async start(raw, options) {
    await prepareWorkers(options.worker);
    const usesWasi = option(options, 'useWasi', 'use_wasi');
    const paths = usesWasi ? (option(options, 'allowedPaths', 'allowed_paths') ?? raw.allowedPaths ?? {}) : undefined;
    const plugin = new RemotePlugin(new Source(raw, options, paths && (await shareFiles(paths))));
    await plugin.#starting;
    return plugin;
  }

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
    this.#starting = this.#start(undefined);
  }

  get module() {
    this.#checkOpen();
    return this.#source.module;
  }

  /** @param {string} name */
  functionExists(name) {
    this.#checkOpen();
    return this.#source.indices.has(name);
  }

  /**
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @param {CallOptions} [options]
   */
  async call(name, input, hostContext, options) {
    const signal = readSignal(options);
    const limit = options?.timeoutMs === undefined ? this.#source.timeLimit : readTimeLimit("a call's timeoutMs", options.timeoutMs);
    if (signal?.aborted) throw aborted(signal);
    if (typeof name !== 'string') throw wrongName(name);
    const bytes = await this.#alone(limit, signal, async (thread) => {
      const call = this.#source.bridge.begin(hostContext);
      try {
        return await thread.line.call(name, input);
      } finally {
        this.#source.bridge.end(call);
      }
    });
    return this.#outputs.make(bytes);
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
    return this.#active;
  }

  isReady() {
    return this.#thread !== undefined;
  }

  ready() {
    return this.#starting;
  }

  async reset() {
    this.#checkOpen();
    return this.#active ? false : this.#alone(undefined, undefined, (thread) => thread.line.reset());
  }

  /** @returns {Promise<Uint32Array>} */
  async memory() {
    this.#checkOpen();
    // The page sees shared memory at any time.
    if (this.#active && this.#source.shares && this.#thread !== undefined) return this.#thread.line.memory();
    return this.#alone(undefined, undefined, (thread) => thread.line.memory());
  }

  async close() {
    if (this.#closed) return;
    const { files } = this.#source;
    try {
      // Files are written back and the last line of output passed on, unless a call is running, which is ended.
      if (files !== undefined && !this.#active && this.#thread !== undefined) {
        await this.#alone(this.#source.timeLimit, undefined, (thread) => thread.line.close());
      }
    } finally {
      this.#closed = true;
      this.#interrupt?.(closed());
      this.#thread?.end(closed());
      this.#next?.end(closed());
    }
  }

  #checkOpen() {
    if (this.#closed) throw closed();
  }

  /**
   * Does something with the worker, while nothing else may.
   *
   * @template T
   * @param {number | undefined} limit
   * @param {AbortSignal | undefined} signal
   * @param {(thread: Thread) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async #alone(limit, signal, work) {
    this.#checkOpen();
    if (this.#active) throw reentrant();
    this.#active = true;
    const watched = limit !== undefined || signal !== undefined;
    const watch = watched ? new Watch(signal, (error) => this.#stop(error)) : undefined;
    let thread = this.#thread;
    try {
      thread ??= await this.#startedThread();
      thread.keepAlive(true);
      // Not from the beginning: the start of a worker has a limit of its own.
      watch?.begin(limit);
      return await work(thread);
    } finally {
      thread?.keepAlive(false);
      watch?.clear();
      this.#active = false;
    }
  }

  /** @returns {Promise<Thread>} */
  #startedThread() {
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
      return await this.#tryThread(previous).catch((error) => {
        if (this.#closed || !lacksRoom(error)) throw error;
        makeRoom();
        return this.#tryThread(previous);
      });
    } finally {
      previous?.free();
    }
  }

  /** @param {Thread | undefined} previous */
  async #tryThread(previous) {
    const { bridge } = this.#source;
    const thread = new Thread(this.#source, previous);
    this.#next = thread;
    thread.keepAlive(true);
    const call = bridge.begin();
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
    if (this.#closed) thread.free();
    else this.#starting = this.#start(thread);
  }
}

const closed = () => new PluginError('plugin is closed', 'CLOSED');
const reentrant = () => new PluginError('plugin is not reentrant', 'REENTRANT');

/** @param {unknown} name */
const wrongName = (name) =>
  Object.assign(new TypeError(`a function's name must be a string, got ${described(name)}`), { code: 'INVALID_INPUT' });

/** What kind of value it is, in the words of the host's other errors. @param {unknown} value */
function described(value) {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
