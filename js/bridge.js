import { CurrentPlugin } from './current-plugin.js';
import { invalidOption, PluginError } from './error.js';

/** @import { RawContext } from '../pkg/extism_web.js' */
/** @import { HostFunctions } from './types.js' */
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

/** @param {unknown} value */
const kindOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/**
 * What belongs to one call.
 * @typedef {object} HostCall
 * @property {unknown} hostContext
 * @property {CurrentPlugin | undefined} context made for the first host function
 * @property {{value: unknown} | undefined} thrown what a host function threw through the guest
 */

/** @param {unknown} [hostContext] @returns {HostCall} */
const newCall = (hostContext) => ({ hostContext, context: undefined, thrown: undefined });

/**
 * Stands between the host in WebAssembly and the application's host functions and WASI, for one plug-in.
 */
export class HostBridge {
  #functions;
  #createWasi;

  /** @type {RawContext | undefined} */
  #host;

  /** The call that runs, or the start of instances. @type {HostCall | undefined} */
  #call;

  /** @type {Set<WasiContext>} */
  #wasi = new Set();

  /** @type {Promise<void> | undefined} */
  #saving;

  /**
   * @param {HostFunctions | undefined} functions
   * @param {(() => WasiContext) | undefined} createWasi
   */
  constructor(functions, createWasi) {
    this.#functions = checked(functions);
    this.#createWasi = createWasi;
  }

  /** Whether there is anything to do at the beginning and the end of a call. */
  get isUsed() {
    return this.#functions.size > 0 || this.#createWasi !== undefined;
  }

  /** What there is. @returns {[namespace: string, name: string][]} */
  get names() {
    return [...this.#functions].flatMap(([namespace, members]) => [...members.keys()].map((name) => /** @type {[string, string]} */ ([namespace, name])));
  }

  /** @param {RawContext} host */
  attach(host) {
    this.#host = host;
  }

  /**
   * @param {unknown} [hostContext] what `context.hostContext()` gives in this call
   * @returns {HostCall} to give to `end`
   */
  begin(hostContext) {
    this.#call = newCall(hostContext);
    return this.#call;
  }

  /**
   * Ends what belongs to a call: a context that host functions kept is of no use any more. The next call may have begun.
   * @param {HostCall} call
   */
  end(call) {
    call.context?.end();
    if (this.#call !== call) return;
    this.#call = undefined;
    for (const wasi of this.#wasi) this.#flush(wasi);
  }

  /**
   * Ends when the files that the plug-in changed are written back; `undefined` when there is nothing to wait for.
   * Rejects when they could not be.
   */
  saved() {
    const saving = this.#saving;
    this.#saving = undefined;
    return saving;
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
    const implementation = this.#functions.get(namespace)?.get(name);
    if (implementation === undefined) return undefined;
    const label = `host function "${namespace}" "${name}"`;
    /** @param {HostCall} call @param {unknown} value */
    const check = (call, value) => {
      const problem = mismatch(value, result);
      if (problem === undefined) return value;
      return rethrow(call, new PluginError(`${label} ${problem}`, 'HOST_FUNCTION'));
    };
    return (/** @type {unknown[]} */ ...args) => {
      const call = (this.#call ??= newCall());
      let value;
      try {
        value = implementation(this.#context(call), ...args);
        if (isPromise(value)) {
          const settled = Promise.resolve(value).then((got) => check(call, got), (error) => rethrow(call, error));
          if (direct) return settled;
          // Whether it is waited for or refused, nobody else listens to it.
          settled.catch(() => {});
          this.#host?.suspend(label, settled);
          return result === 'i64' ? 0n : 0;
        }
      } catch (error) {
        return rethrow(call, error);
      }
      return check(call, value);
    };
  }

  /** @param {string} namespace @param {string} name */
  isAsync(namespace, name) {
    return this.#functions.get(namespace)?.get(name) instanceof AsyncFunction;
  }

  takeThrown() {
    const thrown = this.#call?.thrown;
    if (this.#call) this.#call.thrown = undefined;
    return thrown;
  }

  get hasWasi() {
    return this.#createWasi !== undefined;
  }

  /** @returns {WasiContext | undefined} */
  wasi() {
    const made = this.#createWasi?.();
    if (made === undefined) return undefined;
    const { imports } = made;
    const context = {
      imports,
      bind: (/** @type {WebAssembly.Exports} */ exports) => made.bind(exports),
      flush: () => made.flush(),
      stderr: () => made.stderr(),
      close: () => {
        this.#wasi.delete(context);
        this.#flush(made);
        made.close();
      },
    };
    this.#wasi.add(context);
    return context;
  }

  /** The end of what the plug-in wrote to standard error in this call, where it goes to nobody. */
  get stderr() {
    return [...this.#wasi].map((wasi) => wasi.stderr()).join('');
  }

  /** @param {WasiContext} wasi */
  #flush(wasi) {
    const saving = wasi.flush();
    if (saving !== undefined) this.#saving = Promise.all([this.#saving, saving]).then(() => {});
  }

  /** @param {HostCall} call */
  #context(call) {
    call.context ??= new CurrentPlugin(/** @type {RawContext} */ (this.#host), call.hostContext);
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

/**
 * The functions by namespace and name, safe from names such as `__proto__`.
 *
 * @param {HostFunctions | undefined} functions
 * @returns {Map<string, Map<string, Function>>}
 */
function checked(functions) {
  if (functions === undefined || functions === null) return new Map();
  if (typeof functions !== 'object' || Array.isArray(functions)) throw invalidOption(`options.functions must be an object, got ${kindOf(functions)}`);
  return new Map(
    Object.entries(functions).map(([namespace, members]) => {
      if (typeof members !== 'object' || members === null || Array.isArray(members)) {
        throw invalidOption(`options.functions.${namespace} must be an object, got ${kindOf(members)}`);
      }
      for (const [name, member] of Object.entries(members)) {
        if (typeof member !== 'function') {
          throw invalidOption(`options.functions.${namespace}.${name} must be a function, got ${kindOf(member)}`);
        }
      }
      return [namespace, new Map(Object.entries(members))];
    }),
  );
}
