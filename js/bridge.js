import { kindOf } from './application.js';
import { CurrentPlugin } from './current-plugin.js';
import { PluginError } from './error.js';
import { WasiContexts } from './wasi/contexts.js';

/** @import { RawContext } from '../pkg/extism_web.js' */
/** @import { Application } from './application.js' */
/** @import { Tracer } from './trace/tracer.js' */
/** @import { WasiContext } from './wasi/types.js' */

const AsyncFunction = (async () => {}).constructor;

/** What each type of result wants of JavaScript. @type {Record<string, [string, string]>} */
const wanted = {
  i32: ['number', 'a number'],
  i64: ['bigint', 'a BigInt'],
  f32: ['number', 'a number'],
  f64: ['number', 'a number'],
};

/** @param {any} value @returns {value is PromiseLike<unknown>} */
const isPromise = (value) => typeof value?.then === 'function';

/**
 * What belongs to one call.
 * @typedef {object} HostCall
 * @property {Application | undefined} application
 * @property {unknown} hostContext
 * @property {CurrentPlugin | undefined} context made for the first host function
 * @property {{value: unknown} | undefined} thrown what a host function threw through the guest
 */

/** @param {Application | undefined} application @param {unknown} [hostContext] @returns {HostCall} */
const newCall = (application, hostContext) => ({ application, hostContext, context: undefined, thrown: undefined });

/**
 * Stands between the host in WebAssembly and the application's host functions and WASI, for one plug-in. It holds the
 * application only while a call runs (see `Application`).
 */
export class HostBridge {
  /** @type {WeakRef<Application> | undefined} */
  #application;
  #wasi;

  /** What contexts work on: of a plug-in in a worker, the one on the page that the worker of now has. @type {RawContext | undefined} */
  #host;

  /** The call that runs, or the start of instances. @type {HostCall | undefined} */
  #call;

  /** Whether the guest runs on another thread at this moment, over memory that contexts would write to. */
  isAway = false;

  /** Which host function runs, by a number: what it borrows of kernel memory is taken back at its end. 0 when none does. */
  #borrower = 0;
  #borrowers = 0;

  /** Whether it has borrowed anything. */
  #isLent = false;

  /** Whether a context changed vars or the level of the log since this was last set to false. */
  isChanged = false;

  /**
   * @param {Application | undefined} application
   * @param {(() => WasiContext) | undefined} createWasi
   */
  constructor(application, createWasi) {
    this.#application = application && new WeakRef(application);
    this.#wasi = createWasi && new WasiContexts(createWasi);
    /** Whether there is anything to do at the beginning and the end of a call. */
    this.isUsed = createWasi !== undefined || (application !== undefined && application.functions.length > 0);
  }

  /** What records the calls of imports, where that was asked for. @type {Tracer | undefined} */
  tracer;

  /** Has calls recorded. @param {Tracer} tracer */
  trace(tracer) {
    this.tracer = tracer;
    // A call has a beginning and an end then.
    this.isUsed = true;
  }

  /** The functions that there are. @returns {[namespace: string, name: string][]} */
  get names() {
    return this.#application?.deref()?.names ?? [];
  }

  /** The namespaces that have a function of that name, in quotes. @param {string} name */
  namespacesOf(name) {
    return this.names.flatMap(([namespace, known]) => (known === name ? `"${namespace}"` : [])).join(', ');
  }

  /** @param {RawContext} host */
  attach(host) {
    this.#host = host;
  }

  /** What contexts work on. */
  get host() {
    return /** @type {RawContext} */ (this.#host);
  }

  /**
   * The bytes of a block: where they are, if they can be taken back, else a copy.
   * @param {RawContext} host
   * @param {bigint} handle
   */
  lend(host, handle) {
    if (this.#borrower === 0) return host.read(handle);
    this.#isLent = true;
    return host.lend(handle);
  }

  /** @param {number} borrower that has come to its end */
  #takeBack(borrower) {
    // What nobody waited for may end while another runs.
    if (this.#borrower !== borrower) return;
    this.#borrower = 0;
    if (!this.#isLent) return;
    this.#isLent = false;
    this.host.takeBack();
  }

  /**
   * @param {Application | undefined} application
   * @param {unknown} [hostContext] what `context.hostContext()` gives in this call
   * @returns {HostCall} to give to `end`
   */
  begin(application, hostContext) {
    this.#call = newCall(application, hostContext);
    return this.#call;
  }

  /**
   * Ends what belongs to a call. The next call may have begun.
   * @param {HostCall} call
   */
  end(call) {
    call.context?.end();
    if (this.#call !== call) return;
    this.isAway = false;
    try {
      this.#wasi?.flush();
    } finally {
      this.#call = undefined;
    }
  }

  /**
   * Does something that may call host functions.
   *
   * @template T
   * @param {Application} application
   * @param {unknown} hostContext
   * @param {() => T} work
   * @returns {T} what it returns; a promise of it ends when it has ended
   */
  during(application, hostContext, work) {
    const call = this.begin(application, hostContext);
    let result;
    try {
      result = work();
    } catch (error) {
      this.#endFailed(call);
      throw error;
    }
    if (isPromise(result)) return /** @type {any} */ (this.#waited(call, result));
    this.end(call);
    return result;
  }

  /** @template T @param {HostCall} call @param {PromiseLike<T>} promise */
  async #waited(call, promise) {
    let result;
    try {
      result = await promise;
    } catch (error) {
      this.#endFailed(call);
      throw error;
    }
    this.end(call);
    return result;
  }

  /** The error of the call comes before that of a logger which is given the last of the output. @param {HostCall} call */
  #endFailed(call) {
    try {
      this.end(call);
    } catch {
      // As said.
    }
  }

  /**
   * Ends when the files that the plug-in changed are written back; `undefined` when there is nothing to wait for.
   * Rejects when they could not be.
   */
  saved() {
    return this.#wasi?.saved();
  }

  /**
   * The function to import for a host function; `undefined` when there is none of that name.
   *
   * @param {string} namespace
   * @param {string} name
   * @param {string | undefined} result the type that the plug-in wants back, where it is known
   * @param {boolean} direct whether a promise is returned as it is, for the engine to wait for
   */
  wrap(namespace, name, result, direct) {
    const index = this.#indexOf(namespace, name);
    if (index < 0) return undefined;
    const label = `host function "${namespace}" "${name}"`;
    /** @param {HostCall} call @param {unknown} value */
    const check = (call, value) => {
      const problem = mismatch(value, result);
      if (problem === undefined) return value;
      return rethrow(call, new PluginError(`${label} ${problem}`, 'HOST_FUNCTION'));
    };
    return (/** @type {unknown[]} */ ...args) => {
      // Of an instance that the application calls itself, there is no call.
      const call = this.#call ?? newCall(this.#application?.deref());
      let value;
      let isWaited = false;
      const borrower = (this.#borrowers += 1);
      this.#borrower = borrower;
      try {
        value = /** @type {Application} */ (call.application).functions[index](this.#context(call), ...args);
        if (isPromise(value)) {
          const settled = Promise.resolve(value).finally(() => this.#takeBack(borrower)).then((got) => check(call, got), (error) => rethrow(call, error));
          isWaited = direct;
          if (direct) return settled;
          // Whether it is waited for or refused, nobody else listens to it.
          settled.catch(() => {});
          this.#host?.suspend(label, settled);
          isWaited = true;
          return result === 'i64' ? 0n : 0;
        }
      } catch (error) {
        return rethrow(call, error);
      } finally {
        if (!isWaited) this.#takeBack(borrower);
      }
      return check(call, value);
    };
  }

  /** @param {string} namespace @param {string} name */
  isAsync(namespace, name) {
    return this.#application?.deref()?.functions[this.#indexOf(namespace, name)] instanceof AsyncFunction;
  }

  /** @param {string} namespace @param {string} name */
  #indexOf(namespace, name) {
    return this.#application?.deref()?.indexOf(namespace, name) ?? -1;
  }

  takeThrown() {
    const thrown = this.#call?.thrown;
    if (this.#call) this.#call.thrown = undefined;
    return thrown;
  }

  /** @returns {WasiContext | undefined} */
  wasi() {
    return this.#wasi?.make();
  }

  /** The end of what the plug-in wrote to standard error in this call, where it goes to nobody. */
  get stderr() {
    return this.#wasi?.stderr ?? '';
  }

  /** @param {HostCall} call */
  #context(call) {
    call.context ??= new CurrentPlugin(this, /** @type {Application} */ (call.application), call.hostContext);
    return call.context;
  }
}

/**
 * @param {HostCall} call
 * @param {unknown} error
 * @returns {never}
 */
function rethrow(call, error) {
  call.thrown = { value: error };
  throw error;
}

/**
 * What is wrong with what a host function returned; `undefined` when nothing is.
 *
 * @param {unknown} value
 * @param {string | undefined} result
 */
function mismatch(value, result) {
  if (result === 'void') return undefined;
  if (result === undefined) {
    const fits = value === undefined || typeof value === 'number' || typeof value === 'bigint';
    return fits ? undefined : `must return a number, a BigInt or nothing, and returned a value of type ${kindOf(value)}`;
  }
  const [type, text] = wanted[result];
  return typeof value === type ? undefined : `must return an ${result} (${text}), and returned a value of type ${kindOf(value)}`;
}
