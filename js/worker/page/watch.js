import { describe } from '../../../pkg/extism_web.js';
import { aborted } from '../../aborted.js';
import { invalidOption, PluginError } from '../../error.js';

/** What `setTimeout` can wait; a longer limit is none. */
const MAX_DELAY = 2 ** 31 - 1;

/** Watches over one call: calls back once its time is up or its signal aborts. */
export class Watch {
  #signal;
  #end;
  #abort;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {AbortSignal | undefined} signal not aborted yet
   * @param {(error: PluginError) => void} end
   */
  constructor(signal, end) {
    this.#signal = signal;
    this.#end = end;
    this.#abort = () => end(aborted(/** @type {AbortSignal} */ (signal)));
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /**
   * From now on its time runs.
   * @param {string} what it is, in the error
   * @param {number | undefined} limit milliseconds
   */
  begin(what, limit) {
    if (limit !== undefined) this.#timer = setTimeout(() => this.#end(timedOut(what, limit)), limit);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}

/** @param {string} what @param {number} limit */
const timedOut = (what, limit) => new PluginError(`EXTISM: call canceled due to timeout: ${what} took longer than ${limit} ms`, 'TIMEOUT');

/**
 * A time limit as it was given, in milliseconds; `undefined` for none.
 *
 * @param {string} label
 * @param {unknown} value
 * @returns {number | undefined}
 */
export function readTimeLimit(label, value) {
  if (value === undefined || value === null || value === 0) return undefined;
  if (typeof value !== 'number' || !(value > 0)) throw invalidOption(`${label} must be a number of milliseconds, got ${typeof value === 'object' ? describe(value) : String(value)}`);
  return value > MAX_DELAY ? undefined : value;
}

/**
 * @param {AbortSignal | null | undefined} signal
 * @returns {AbortSignal | undefined}
 */
export function readSignal(signal) {
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal.addEventListener === 'function' && typeof signal.aborted === 'boolean') return signal;
  throw invalidOption('the signal of a call must be an AbortSignal');
}
