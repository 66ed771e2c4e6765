import { env, pageImports } from '../protocol.js';

/** @import { RawHost } from '../../../pkg/extism_web.js' */
/** @import { Source } from './source.js' */

/**
 * What a plug-in in a worker calls on the page: the application's host functions, and the host's own that need the page.
 * Each has a number, the same in the worker.
 */
export class PageFunctions {
  /** What contexts work through. */
  bridge;
  #names;
  #imports;

  /** The functions in use, by number and type of result. @type {Map<string, Function>} */
  #wrapped = new Map();

  /** What a function threw last in this call. @type {{value: unknown} | undefined} */
  thrown;

  /**
   * @param {Source} source
   * @param {RawHost} host
   */
  constructor({ bridge, application }, host) {
    this.bridge = bridge;
    this.#names = application.names;
    this.#imports = [
      (/** @type {bigint} */ request, /** @type {bigint} */ body) => host.httpRequest(request, body),
      () => host.httpStatusCode(),
      () => host.httpHeaders(),
    ];
  }

  /**
   * Calls one.
   *
   * @param {number} index
   * @param {string | undefined} result the type that the plug-in wants
   * @param {unknown[]} args
   * @returns {unknown} what it returned, perhaps a promise
   */
  call(index, result, args) {
    const key = `${index} ${result}`;
    let implementation = this.#wrapped.get(key);
    if (implementation === undefined) {
      implementation = this.#find(index, result);
      this.#wrapped.set(key, implementation);
    }
    return implementation(...args);
  }

  /** @param {number} index @param {string | undefined} result @returns {Function} */
  #find(index, result) {
    if (index < pageImports.length) return this.#imports[index];
    const [namespace, name] = this.#names[index - pageImports.length] ?? [env, String(index)];
    const wrapped = this.bridge.wrap(namespace, name, result, true);
    if (wrapped === undefined) throw new RangeError(`the worker called the host function ${index}, which there is not`);
    return wrapped;
  }
}
