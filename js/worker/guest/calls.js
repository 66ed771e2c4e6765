import { loggerMethods } from '../../log-levels.js';

/** @import { RawContext, RawPlugin } from '../../../pkg/extism_web.js' */
/** @import { Logger, LoggerMethod } from '../../types.js' */
/** @import { Tell } from './serve.js' */
/** @import { GuestBridge } from './bridge.js' */

/**
 * A plug-in that has started.
 *
 * @typedef {object} Started
 * @property {RawPlugin} plugin
 * @property {GuestBridge} bridge
 * @property {WebAssembly.Module} module the main one
 */

/**
 * A logger that passes everything on.
 *
 * @param {(level: LoggerMethod, text: string) => void} log
 * @returns {Logger}
 */
export const loggerTo = (log) => /** @type {Logger} */ (Object.fromEntries(loggerMethods.map((level) => [level, (/** @type {string} */ text) => log(level, text)])));

/** What serving a page has in common over shared memory and by messages. */
export class Calls {
  /** @protected @type {Tell} */
  tell;
  /** Whether the plug-in is closed. @protected */
  closed = false;
  /** @type {RawContext | undefined} */
  #host;
  /** @type {GuestBridge | undefined} */
  #bridge;

  /** @param {Tell} tell */
  constructor(tell) {
    this.tell = tell;
  }

  /** Takes what exists before the plug-in does. @param {RawContext} host @param {GuestBridge} bridge */
  attach(host, bridge) {
    this.#host = host;
    this.#bridge = bridge;
  }

  /** @protected */
  get host() {
    return /** @type {RawContext} */ (this.#host);
  }

  /** @protected */
  get bridge() {
    return /** @type {GuestBridge} */ (this.#bridge);
  }

  /** What the page does not know of the vars. Of a plug-in that is closed it needs to know nothing. @protected */
  varChanges() {
    return this.closed ? undefined : this.host.takeVarChanges();
  }

  /**
   * Takes what the application changed on the page.
   * @protected
   * @param {Uint8Array | undefined} vars
   * @param {string | undefined} logLevel `undefined` for the one that it was
   */
  adopt(vars, logLevel) {
    if (vars !== undefined) this.host.applyVarChanges(vars);
    if (logLevel !== undefined) this.host.logLevel = logLevel;
  }
}
