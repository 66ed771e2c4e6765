import { log, wantsOutput } from '../options.js';
import { loadWasi } from '../runtime.js';

/** @import { PluginOptions } from '../types.js' */
/** @import { AllowedPaths, WasiContext } from './types.js' */

/**
 * Prepares the WASI that the options ask for.
 *
 * @param {PluginOptions | undefined} options as they were read
 * @param {AllowedPaths | null | undefined} manifestPaths what the plug-in may see where the options do not say
 * @returns {Promise<(() => WasiContext) | undefined>} makes the context of each instance; `undefined` without WASI
 */
export async function prepareWasi(options, manifestPaths) {
  if (!options?.useWasi) return undefined;
  const logger = options.logger ?? console;
  return (await loadWasi())({
    allowedPaths: options.allowedPaths ?? manifestPaths ?? {},
    output: wantsOutput(options)
      ? (stream, line) => log(logger, stream === 'stdout' ? 'info' : 'error', line)
      : undefined,
  });
}
