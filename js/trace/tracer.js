import { Recording } from './recording.js';

/** @import { CallTrace } from './types.js' */
/** @import { RawPlugin } from '../../pkg/extism_web.js' */

/**
 * Exports of the kernel, those for plug-ins and those for the host.
 * @typedef {Record<string, Function>} KernelExports
 */

/**
 * A call of a function that is not the kernel's, and the blocks that there were before it.
 * @typedef {{event: any, start: number, before: Set<number>, seesAll: boolean}} OpenCall
 */

/** The import module of the host's own functions, which free arguments and make their result, and nothing else. */
const ENV = 'extism:host/env';

/** How many blocks are gone through to see what a function of the application's made and freed. */
const MOST_BLOCKS = 4096;

/** @param {any} value @returns {value is PromiseLike<unknown>} */
const isPromise = (value) => typeof value?.then === 'function';

/** An address or a length, which is unsigned. @param {bigint} value */
const unsigned = (value) => Number(BigInt.asUintN(64, value));

/** An argument or a result as data. @param {unknown} value */
const plain = (value) => (typeof value === 'bigint' ? String(BigInt.asUintN(64, value)) : typeof value === 'number' ? value : null);

/** Nothing shows more of kernel memory than an i64 that may be the address of a block. @param {unknown} value */
const addressOf = (value) => (typeof value === 'bigint' ? unsigned(value) : -1);

/**
 * Records what a plug-in does with kernel memory, call by call: its imports are wrapped when it is made. Of functions that may
 * be waited for, what is wrapped is what the host calls: between the guest and what suspends it nothing of JavaScript may be.
 */
export class Tracer {
  /** @type {KernelExports | undefined} */
  #kernel;
  /** @type {WebAssembly.Memory | undefined} */
  #memory;
  /** @type {number | undefined} */
  #maxPages;

  /** The call that runs. @type {Recording | undefined} */
  #recording;
  /** The function that was called last and has not returned. @type {OpenCall | undefined} */
  #open;
  /** Whether its result is still to come. */
  #isWaiting = false;
  /** Whether a plug-in that was stale when the call began has been made anew. @type {(() => boolean) | undefined} */
  #renewed;

  /** The trace of the last call that ended. @type {CallTrace | null} */
  last = null;

  /**
   * Takes what the plug-in works with, before anything is wrapped.
   * @param {KernelExports} kernel
   * @param {WebAssembly.Memory} memory the kernel's
   * @param {number | undefined} maxPages
   */
  attach(kernel, memory, maxPages) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#maxPages = maxPages;
  }

  /**
   * A call begins, unless there is no such function: then nothing of the plug-in runs, and the last trace stays.
   * @param {unknown} name of the function
   * @param {RawPlugin} plugin
   */
  begin(name, plugin) {
    const { exports } = plugin.instance;
    const run = typeof name === 'string' ? exports[name] : undefined;
    if (typeof run !== 'function' || run.length > 0) return;
    this.#renewed = plugin.stale ? () => plugin.instance.exports !== exports : undefined;
    this.#recording = new Recording(/** @type {string} */ (name));
  }

  /**
   * Records a call.
   *
   * @template T
   * @param {unknown} name of the function
   * @param {RawPlugin} plugin
   * @param {() => T} work
   * @returns {T} what it returns; the call ends with a promise of it
   */
  during(name, plugin, work) {
    this.begin(name, plugin);
    let result;
    try {
      result = work();
    } catch (error) {
      this.end(plugin, true);
      throw error;
    }
    if (isPromise(result)) return /** @type {any} */ (this.#waited(plugin, result));
    this.end(plugin, false);
    return result;
  }

  /** @template T @param {RawPlugin} plugin @param {PromiseLike<T>} promise */
  async #waited(plugin, promise) {
    let failed = true;
    try {
      const result = await promise;
      failed = false;
      return result;
    } finally {
      this.end(plugin, failed);
    }
  }

  /** It is over. @param {RawPlugin} plugin @param {boolean} failed whether with an error that is not the plug-in's own, at least */
  end(plugin, failed) {
    const recording = this.#recording;
    this.#recording = this.#open = undefined;
    // After a trap the plug-in is made anew first, and may not come up again.
    if (recording === undefined || this.#renewed?.() === false) return;
    this.#started(recording);
    const kernel = /** @type {KernelExports} */ (this.#kernel);
    const OUTPUT = 1;
    const ERROR = 2;
    const status = kernel.host_status();
    const output = status & OUTPUT ? { offset: kernel.host_output_offset() >>> 0, length: kernel.host_output_length() >>> 0 } : null;
    const hasFailed = failed || (status & ERROR) !== 0;
    // An exit with the code 0 leaves the plug-in stale, too, and is none.
    const outcome = hasFailed ? (plugin.stale ? 'trap' : 'error') : output ? 'output' : 'none';
    recording.add({ type: 'end', outcome, output });
    this.#bytesUpTo(0);
    const memory = Object.values(plugin.instance.exports).find((value) => value instanceof WebAssembly.Memory);
    this.last = recording.finish({
      kernel: { byteLength: this.#buffer.byteLength, maxByteLength: this.#maxPages === undefined ? undefined : this.#maxPages * 65536 },
      plugin: memory === undefined ? null : { byteLength: /** @type {WebAssembly.Memory} */ (memory).buffer.byteLength },
    });
  }

  get #buffer() {
    return /** @type {WebAssembly.Memory} */ (this.#memory).buffer;
  }

  /**
   * All bytes, up to `end` at least.
   * @param {number} end
   */
  #bytesUpTo(end) {
    // The page may have grown a shared memory, of which a worker's buffer need not know before it is asked to grow by nothing.
    if (end === 0 || this.#buffer.byteLength < end) /** @type {WebAssembly.Memory} */ (this.#memory).grow(0);
    return new Uint8Array(this.#buffer);
  }

  /** @param {number} offset @param {number} length */
  #copy(offset, length) {
    // What shared memory holds is copied into memory that is not shared.
    return new Uint8Array(this.#bytesUpTo(offset + length).subarray(offset, offset + length));
  }

  /** @param {Recording} recording @param {number} offset @param {number} length @returns {import('./types.js').TracedBlock} */
  #block(recording, offset, length) {
    return { offset, length, bytes: recording.keeps(length) ? this.#copy(offset, length) : new Uint8Array() };
  }

  /** The addresses of all blocks in use; `undefined` when there are too many. */
  #blocks() {
    const { host_next_block: next } = /** @type {KernelExports} */ (this.#kernel);
    const found = new Set();
    for (let offset = next(0) >>> 0; offset !== 0; offset = next(offset) >>> 0) {
      if (found.size === MOST_BLOCKS) return undefined;
      found.add(offset);
    }
    return found;
  }

  /** @param {number} offset @returns {number} of a block that is in use; 0 for all else */
  #lengthAt(offset) {
    const isAddress = offset > 0 && offset < 2 ** 32;
    return isAddress ? /** @type {KernelExports} */ (this.#kernel).host_length(offset) >>> 0 : 0;
  }

  /** The input is in its place when the plug-in does the first thing. @param {Recording} recording */
  #started(recording) {
    if (recording.isStarted) return;
    const { input_offset: offset, input_length: length } = /** @type {KernelExports} */ (this.#kernel);
    const size = unsigned(length());
    const at = unsigned(offset());
    recording.start(size > 0 ? this.#block(recording, at, size) : null);
  }

  /** The recording, if a call runs; starting a plug-in is none, also where a call does so after a trap. */
  get #now() {
    const recording = this.#recording;
    if (recording === undefined || recording.isStarted) return recording;
    if (this.#renewed?.() === false) return undefined;
    this.#started(recording);
    return recording;
  }

  /**
   * The function to import in place of one.
   *
   * @param {string} module
   * @param {string} name
   * @param {string | undefined} kernelName what it is called in the kernel, if it is one of the kernel's
   * @param {Function} run
   * @returns {Function}
   */
  wrap(module, name, kernelName, run) {
    return kernelName === undefined ? this.#wrapOther(module, name, run) : this.#wrapKernels(kernelName, run);
  }

  /** @param {string} name @param {Function} run @returns {Function} */
  #wrapKernels(name, run) {
    /** @type {Record<string, (recording: Recording, result: any, ...args: any[]) => void>} */
    const records = {
      alloc: (recording, offset, length) => recording.add({ type: 'alloc', offset: unsigned(offset), length: unsigned(length) }),
      free: (recording, _, offset) => recording.add({ type: 'free', offset: unsigned(offset) }),
      output_set: (recording, _, offset, length) => recording.add({ type: 'output', offset: unsigned(offset), length: unsigned(length) }),
      error_set: (recording, _, offset) => recording.add({ type: 'error', offset: unsigned(offset), length: this.#lengthAt(unsigned(offset)) }),
    };
    for (const known of ['length', 'length_unsafe']) records[known] = (recording, length, offset) => recording.add({ type: 'length', offset: unsigned(offset), length: unsigned(length) });
    for (const known of ['input_offset', 'input_length', 'error_get']) records[known] = (recording, result) => recording.add({ type: 'query', name: known, result: unsigned(result) });
    for (const [type, size] of /** @type {const} */ ([['u8', 1], ['u32', 4], ['u64', 8]])) {
      records[`load_${type}`] = (recording, _, offset) => recording.load('load', unsigned(offset), size);
      records[`input_load_${type}`] = (recording, _, offset) => recording.load('input', unsigned(offset), size);
      records[`store_${type}`] = (recording, _, offset, value) => recording.store(unsigned(offset), size, value);
    }
    const record = records[name];
    if (record === undefined) return run;
    return (/** @type {unknown[]} */ ...args) => {
      const recording = this.#now;
      const result = run(...args);
      if (recording !== undefined) record(recording, result, ...args);
      return result;
    };
  }

  /** @param {string} module @param {string} name @param {Function} run @returns {Function} */
  #wrapOther(module, name, run) {
    return (/** @type {unknown[]} */ ...args) => {
      const recording = this.#now;
      if (recording === undefined) return run(...args);
      const event = { type: 'host', module, name, args: args.map(plain), result: null, blocks: [], freed: [], ms: 0 };
      this.#isWaiting = false;
      if (!recording.add(event)) {
        this.#open = undefined;
        return run(...args);
      }
      const all = module === ENV ? undefined : this.#blocks();
      const before = all ?? new Set(args.map(addressOf).filter((offset) => this.#lengthAt(offset) > 0));
      const open = (this.#open = { event, start: performance.now(), before, seesAll: all !== undefined });
      let result;
      try {
        result = run(...args);
      } catch (error) {
        this.#close(recording, open, undefined);
        throw error;
      }
      if (isPromise(result)) return this.#closeLater(recording, open, result);
      if (!this.#isWaiting) this.#close(recording, open, result);
      return result;
    };
  }

  /**
   * The result of the function that runs now is that of a promise.
   * @template T
   * @param {PromiseLike<T>} promise
   * @returns {PromiseLike<T>} to wait for instead
   */
  wait(promise) {
    if (this.#recording === undefined || this.#open === undefined) return promise;
    this.#isWaiting = true;
    return this.#closeLater(this.#recording, this.#open, promise);
  }

  /** @template T @param {Recording} recording @param {OpenCall} open @param {PromiseLike<T>} promise */
  #closeLater(recording, open, promise) {
    const closed = Promise.resolve(promise).then(
      (result) => {
        this.#close(recording, open, result);
        return result;
      },
      (error) => {
        this.#close(recording, open, undefined);
        throw error;
      },
    );
    // Whether it is waited for or refused, nobody else listens to it.
    closed.catch(() => {});
    return closed;
  }

  /** @param {Recording} recording @param {OpenCall} open @param {unknown} result */
  #close(recording, { event, start, before, seesAll }, result) {
    event.ms = performance.now() - start;
    event.result = plain(result);
    event.freed = [...before].filter((offset) => this.#lengthAt(offset) === 0);
    const made = new Set([addressOf(result), ...((seesAll && this.#blocks()) || [])]);
    event.blocks = [...made].filter((offset) => !before.has(offset) && this.#lengthAt(offset) > 0).map((offset) => this.#block(recording, offset, this.#lengthAt(offset)));
  }
}
