import { part } from '../part.js';

/** @import { PluginOptions } from '../types.js' */

/**
 * What records calls, where the options ask for it.
 * @param {Pick<PluginOptions, 'trace'> | undefined} options
 */
export async function loadTracer(options) {
  if (options?.trace !== true) return undefined;
  const { Tracer } = await part(() => import('./tracer.js'));
  return Tracer;
}
