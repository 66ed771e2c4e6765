import { invalidOption, PluginError } from '../../error.js';

/** @import { CallOptions } from '../../types.js' */

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

  /** From now on its time runs. @param {number | undefined} limit milliseconds */
  begin(limit) {
    if (limit !== undefined) this.#timer = setTimeout(() => this.#end(timedOut()), limit);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}

const timedOut = () => new PluginError('EXTISM: call canceled due to timeout', 'TIMEOUT');

/** @param {AbortSignal} signal */
export const aborted = (signal) => new PluginError('EXTISM: call canceled due to abort', 'ABORTED', undefined, signal.reason);

/**
 * A time limit as it was given, in milliseconds; `undefined` for none.
 *
 * @param {string} label
 * @param {unknown} value
 * @returns {number | undefined}
 */
export function readTimeLimit(label, value) {
  if (value === undefined || value === null || value === 0) return undefined;
  if (typeof value !== 'number' || !(value > 0)) throw invalidOption(`${label} must be a number of milliseconds, got ${String(value)}`);
  return value > MAX_DELAY ? undefined : value;
}

/**
 * @param {CallOptions | undefined} options
 * @returns {AbortSignal | undefined}
 */
export function readSignal(options) {
  const signal = options?.signal ?? undefined;
  if (signal === undefined || (typeof signal.addEventListener === 'function' && typeof signal.aborted === 'boolean')) return signal;
  throw invalidOption('the signal of a call must be an AbortSignal');
}
