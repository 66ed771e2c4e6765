// Makes the plug-in as the session says, and calls it. The plug-in is kept from run to run, with its vars, until what it was
// made of changes.
import { allowedPaths, filesIn } from './file-tree.js';
import { hostFunctions } from './host-functions.js';
import { readInput } from './input.js';

/** @import { Loaded } from '../plugin/load.js' */
/** @import { Session } from '../session/schema.js' */

/**
 * @typedef {object} Reports what a run tells while it goes on
 * @property {(line: {level: string, text: string, at: number}) => void} log
 * @property {(call: import('./host-functions.js').HostCall) => void} hostCall
 * @property {(done: number) => void} progress how many calls of many are over
 *
 * @typedef {object} RunResult
 * @property {Uint8Array | null} output of the last call
 * @property {{name: string, ms: number}[]} times
 * @property {{durations: Float64Array, elapsedMs: number, workers: number} | undefined} statistics of many calls
 */

/** How long a loop of calls may keep the page's thread (milliseconds). */
const SLICE = 12;

/** Loads the host. It is not needed before the first run. */
export const loadHost = () => import('extism-web');

const given = (value) => (value === null ? undefined : value);

const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

export class Runner {
  /** What plug-in there is, and what it was made of. @type {{key: string, loaded: Loaded, target: any, isPool: boolean} | null} */
  #made = null;
  /** @type {AbortController | null} */
  #running = null;
  /** The key-value store of the host functions; it lasts as long as the page, or until a reset. @type {Map<string, Uint8Array>} */
  #store = new Map();
  /** @type {Record<string, any>} */
  #roots = {};
  /** Where reports of the plug-in go: to the run that is going on. @type {Reports | null} */
  #reports = null;
  #began = 0;

  get isRunning() {
    return this.#running !== null;
  }

  /** The files of the plug-in's file tree, as the last call left them. */
  get files() {
    return filesIn(this.#roots);
  }

  /** Whether a plug-in is kept from the last run. */
  get hasPlugin() {
    return this.#made !== null;
  }

  /** Ends the run, where that is possible: a plug-in on the page's thread ends between two calls. */
  cancel() {
    this.#running?.abort();
  }

  /** Closes the plug-in and empties the key-value store. */
  async reset() {
    this.#store.clear();
    await this.#close();
  }

  async #close() {
    const made = this.#made;
    this.#made = null;
    await made?.target.close();
  }

  /**
   * @param {Session} session
   * @param {Loaded} loaded
   * @param {Blob | null} file the input, where it is one
   * @param {Reports} reports
   * @returns {Promise<RunResult>}
   * @throws {RunFailure} around what the package or the plug-in throws
   */
  async run(session, loaded, file, reports) {
    if (this.#running) throw new Error('A run is going on.');
    const control = new AbortController();
    this.#running = control;
    this.#reports = reports;
    this.#began = performance.now();
    const times = [];
    try {
      const input = await readInput(session.input, file);
      const isPool = session.run.mode === 'pool';
      const target = await this.#target(session, loaded, isPool, times);
      // Creating a plug-in cannot be ended, but what comes after it can.
      control.signal.throwIfAborted();
      const work = new Work(target, session, input, control.signal, reports.progress);
      if (session.run.mode === 'once') return { output: await timed(times, 'call', () => work.call()), times, statistics: undefined };
      const { output, statistics } = await (isPool ? work.inPool() : work.many());
      return { output, times: [...times, { name: 'call', ms: statistics.elapsedMs }], statistics };
    } catch (error) {
      throw new RunFailure(error, times);
    } finally {
      this.#running = null;
    }
  }

  /** The trace of the last call. */
  async trace() {
    return this.#made && !this.#made.isPool ? ((await this.#made.target.trace?.()) ?? null) : null;
  }

  /** @param {Session} session @param {Loaded} loaded @param {boolean} isPool @param {{name: string, ms: number}[]} times */
  async #target(session, loaded, isPool, times) {
    const { options, functions, answered, run } = session;
    // The time limit is each call's own.
    const { timeoutMs: _, ...others } = options;
    const key = JSON.stringify([others, functions, answered, isPool && run.workers]);
    if (this.#made?.key === key && this.#made.loaded === loaded) return this.#made.target;
    await this.#close();
    const { compile, createPool, MemoryDirectory } = await loadHost();
    this.#roots = options.wasi ? allowedPaths(options.files, MemoryDirectory) : {};
    const settings = this.#settings(session, loaded);
    let target;
    if (isPool) {
      target = await timed(times, 'compile', () => createPool(loaded.manifest, { ...settings, size: run.workers }));
      await timed(times, 'instantiate', () => target.warm());
    } else {
      const compiled = await timed(times, 'compile', () => compile(loaded.manifest, settings));
      target = await timed(times, 'instantiate', () => compiled.instantiate(settings));
    }
    this.#made = { key, loaded, target, isPool };
    return target;
  }

  /** @param {Session} session @param {Loaded} loaded @returns {import('extism-web').PluginOptions} */
  #settings({ options, functions, answered, run }, loaded) {
    const at = () => performance.now() - this.#began;
    const line = (level) => (...texts) => this.#reports?.log({ level, text: texts.join(' '), at: at() });
    const imports = loaded.modules.flatMap(({ description }) => description.imports);
    const manifest = /** @type {any} */ (loaded.manifest);
    return {
      runInWorker: options.worker || run.mode === 'pool',
      useWasi: options.wasi,
      enableWasiOutput: options.wasi,
      ...(Object.keys(this.#roots).length > 0 && { allowedPaths: this.#roots }),
      config: { ...manifest.config, ...Object.fromEntries(options.config.filter(([name]) => name !== '')) },
      allowedHosts: options.http ? options.allowedHosts.map((host) => host.replaceAll('{page}', location.hostname)) : [],
      memory: { maxPages: given(options.maxPages), maxHttpResponseBytes: given(options.maxHttpResponseBytes), maxVarBytes: given(options.maxVarBytes) },
      allowHttpResponseHeaders: true,
      logLevel: /** @type {any} */ (options.logLevel),
      logger: { trace: line('trace'), debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
      functions: hostFunctions({
        functions,
        answered,
        types: new Map(imports.map(({ module, name, type }) => [`${module}.${name}`, type])),
        store: this.#store,
        log: line('info'),
        onCall: (call) => this.#reports?.hostCall({ ...call, at: at() }),
      }),
      ...(options.trace && run.mode !== 'pool' && { trace: true }),
    };
  }
}

/** A run that failed: what was thrown, and how far it came. */
export class RunFailure extends Error {
  /** @param {unknown} thrown @param {{name: string, ms: number}[]} times */
  constructor(thrown, times) {
    super('the run failed', { cause: thrown });
    this.times = times;
  }
}

/** @param {{name: string, ms: number}[]} times @param {string} name @param {() => Promise<any>} work */
async function timed(times, name, work) {
  const start = performance.now();
  try {
    return await work();
  } finally {
    times.push({ name, ms: performance.now() - start });
  }
}

/** The calls of one run. */
class Work {
  /** @param {any} target a plug-in or a pool @param {Session} session @param {string | Uint8Array} input @param {AbortSignal} signal @param {(done: number) => void} progress */
  constructor(target, session, input, signal, progress) {
    this.target = target;
    this.input = input;
    this.signal = signal;
    this.progress = progress;
    this.name = session.function;
    this.times = session.run.times;
    this.workers = session.run.mode === 'pool' ? session.run.workers : 1;
    const stoppable = session.options.worker || session.run.mode === 'pool';
    this.options = stoppable ? { signal, timeoutMs: session.options.timeoutMs } : undefined;
    this.durations = new Float64Array(this.times);
    this.done = 0;
  }

  async call() {
    const output = await this.target.call(this.name, this.input, null, this.options);
    return output && output.bytes();
  }

  async #timedCall() {
    const start = performance.now();
    const output = await this.call();
    this.durations[this.done++] = performance.now() - start;
    return output;
  }

  #result(output, start) {
    const statistics = { durations: this.durations.subarray(0, this.done), elapsedMs: performance.now() - start, workers: this.workers };
    return { output, statistics };
  }

  /** One after the other, giving the page its turns. */
  async many() {
    const start = performance.now();
    let turn = start;
    let output = null;
    while (this.done < this.times) {
      output = await this.#timedCall();
      if (performance.now() - turn > SLICE) {
        this.progress(this.done);
        await nextTurn();
        this.signal.throwIfAborted();
        turn = performance.now();
      }
    }
    return this.#result(output, start);
  }

  /** As many at a time as there are workers. */
  async inPool() {
    const start = performance.now();
    let begun = 0;
    let output = null;
    let turn = start;
    const worker = async () => {
      while (begun < this.times) {
        begun++;
        output = await this.#timedCall();
        if (performance.now() - turn > SLICE) {
          this.progress(this.done);
          turn = performance.now();
          await nextTurn();
        }
        this.signal.throwIfAborted();
      }
    };
    const untilOneFails = () =>
      worker().catch((error) => {
        begun = this.times;
        throw error;
      });
    await Promise.all(Array.from({ length: this.workers }, untilOneFails));
    return this.#result(output, start);
  }
}
