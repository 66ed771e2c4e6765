/** @import { LoggerMethod } from './types.js' */

/** The methods of a logger, from the least bad level to the worst. @type {LoggerMethod[]} */
export const loggerMethods = ['trace', 'debug', 'info', 'warn', 'error'];

/** The levels of a log, by their numbers in the host. @type {string[]} */
export const logLevels = [...loggerMethods, 'silent'];
