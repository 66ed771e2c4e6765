import { CAPABILITIES } from './capabilities.js';

/** @import { Logger, LoggerMethod, PluginOptions } from './types.js' */

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

/** The methods of a logger, from the least bad level to the worst. @type {LoggerMethod[]} */
const methods = ['trace', 'debug', 'info', 'warn', 'error'];

/**
 * Gives a message to a logger: to the method for its level, else for the next worse one that there is.
 *
 * @param {Logger} logger
 * @param {LoggerMethod} level
 * @param {string} text
 */
export function log(logger, level, text) {
  const method = methods.slice(methods.indexOf(level)).find((name) => typeof logger[name] === 'function');
  if (method !== undefined) logger[method](text);
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
