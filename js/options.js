import { CAPABILITIES } from './capabilities.js';

/** @import { PluginOptions } from './types.js' */

/**
 * The value of an option, which may be written in camel or snake case.
 *
 * @param {any} options
 * @param {string} camel
 * @param {string} snake
 */
export function option(options, camel, snake) {
  return options?.[camel] ?? options?.[snake];
}

/**
 * Whether the plug-in's standard output and error go to the logger.
 *
 * @param {PluginOptions | undefined} options
 * @returns {boolean}
 */
export function wantsOutput(options) {
  return option(options, 'enableWasiOutput', 'enable_wasi_output') ?? CAPABILITIES.extismStdoutEnvVarSet;
}
