import { describe } from '../pkg/extism_web.js';
import { invalidOption } from './error.js';
import { own } from './options.js';

/** @import { CallOptions } from './types.js' */

/**
 * The options of a call, read once: reading them may run the application's code.
 *
 * @param {CallOptions | null | undefined} options
 * @returns {{signal?: AbortSignal | null, timeoutMs?: number | null}} of `timeoutMs`, `null` is no limit and `undefined` the plug-in's
 */
export function readCallOptions(options) {
  if (options === undefined || options === null) return { signal: undefined, timeoutMs: undefined };
  if (typeof options !== 'object') throw invalidOption(`the options of a call must be an object, got ${describe(options)}`);
  const [signal, timeoutMs, snake] = ['signal', 'timeoutMs', 'timeout_ms'].map((key) => own(options, key));
  return { signal, timeoutMs: timeoutMs === undefined ? snake : timeoutMs };
}

/**
 * Refuses what could end a call on this thread, where nothing can.
 * @param {CallOptions | null | undefined} options
 */
export function refuseToEnd(options) {
  const { signal, timeoutMs } = readCallOptions(options);
  const given = signal ? 'signal' : timeoutMs ? 'timeoutMs' : undefined;
  if (given !== undefined) throw invalidOption(`the ${given} of a call requires runInWorker: true; only a plug-in in a worker can be stopped`);
}
