import { invalidOption } from './error.js';
import { loggerMethods } from './log-levels.js';

/** @import { HostFunctions, Logger, PluginOptions } from './types.js' */

/** Those that live until they are closed. @type {Set<Application>} */
const pinned = new Set();

/**
 * What the application gives a plug-in: functions, a logger, a `fetch`. Any of them may refer to the plug-in in turn. The host
 * in WebAssembly is no part of the engine's garbage collection: what it held, it would hold for good, and with it the
 * plug-in. So it is given what reaches this weakly (`logger`, `fetch`), or only while a call runs (`HostBridge`). The plug-in
 * holds this, and this the plug-in: a context that a host function kept keeps both.
 */
export class Application {
  #logger;
  #fetch;
  /** @type {Map<string, number>} */
  #indices;

  /** The host functions, one after the other. @type {Function[]} */
  functions = [];

  /** What they are called, in the same order. @type {[namespace: string, name: string][]} */
  names = [];

  /** What was made with it. @type {unknown} */
  plugin;

  /** @param {PluginOptions | null | undefined} options */
  constructor(options) {
    for (const [namespace, name, member] of readFunctions(options?.functions)) {
      this.functions.push(member);
      this.names.push([namespace, name]);
    }
    this.#indices = new Map(this.names.map((path, index) => [path.join('\0'), index]));
    this.#logger = options?.logger ?? undefined;
    this.#fetch = options?.fetch ?? undefined;
  }

  /**
   * The place of a host function; -1 when there is none of that name.
   * @param {string} namespace
   * @param {string} name
   */
  indexOf(namespace, name) {
    return this.#indices.get(`${namespace}\0${name}`) ?? -1;
  }

  /** Keeps it, and the plug-in, until `unpin`. */
  pin() {
    pinned.add(this);
  }

  unpin() {
    pinned.delete(this);
  }

  /** A logger that does not hold this one; `undefined` for the console. @returns {Logger | undefined} */
  get logger() {
    if (typeof this.#logger !== 'object' || this.#logger === null || this.#logger === console) return this.#logger;
    const weak = new WeakRef(this.#logger);
    /** @type {any} */
    const logger = {};
    for (const method of loggerMethods) {
      // What is no logger is passed on, to be refused where every option is.
      if (typeof this.#logger[method] === 'function') logger[method] = (/** @type {string} */ text) => weak.deref()?.[method](text);
    }
    return logger;
  }

  /** The same for the `fetch` to use; `undefined` for the global one. @returns {typeof fetch | undefined} */
  get fetch() {
    if (typeof this.#fetch !== 'function') return this.#fetch;
    const weak = new WeakRef(this.#fetch);
    // The promise is none of the application's, which may have methods of its own.
    return async (...args) => {
      const send = weak.deref();
      if (send === undefined) throw new Error('the plug-in is gone');
      return send(...args);
    };
  }
}

/**
 * @param {HostFunctions | null | undefined} functions
 * @returns {[namespace: string, name: string, member: Function][]}
 */
function readFunctions(functions) {
  if (functions === undefined || functions === null) return [];
  return entries('options.functions', functions).flatMap(([namespace, members]) =>
    entries(`options.functions.${namespace}`, members).map(([name, member]) => {
      if (typeof member !== 'function') throw invalidOption(`options.functions.${namespace}.${name} must be a function, got ${kindOf(member)}`);
      return /** @type {[string, string, Function]} */ ([namespace, name, member]);
    }),
  );
}

/** @param {string} label @param {unknown} value @returns {[string, any][]} */
function entries(label, value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidOption(`${label} must be an object, got ${kindOf(value)}`);
  return Object.entries(value);
}

/** @param {unknown} value */
export const kindOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
