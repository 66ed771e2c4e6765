import { CAPABILITIES } from './capabilities.js';
import { invalidOption } from './error.js';
import { loggerMethods } from './log-levels.js';

/** @import { Logger, LoggerMethod, PluginOptions } from './types.js' */

/** The options of a plug-in, in the order in which the host takes them (src/options.rs). */
const known = [
  'config', 'allowedHosts', 'allowedPaths', 'memory', 'timeoutMs', 'functions', 'useWasi', 'enableWasiOutput', 'allowHttpResponseHeaders',
  'logger', 'logLevel', 'fetch', 'httpTimeoutMs', 'runInWorker', 'worker', 'nodeWorkerArgs', 'sharedArrayBufferSize', 'trace',
];

/** Each may be written in snake case, too. */
const names = known.map((name) => /** @type {const} */ ([name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]));

const spellings = new Set(names.flat());

/** Marks options that were read. */
const isRead = Symbol('read');

/**
 * Options as they are now, each read once, under its name in camel case; `null` is as not given. Of a key that is not known only
 * the key is kept, to be reported.
 *
 * @template {PluginOptions} T
 * @param {T | null | undefined} options
 * @returns {T | undefined}
 */
export function readOptions(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options !== 'object' || Array.isArray(options)) throw invalidOption(`options must be an object, got ${Array.isArray(options) ? 'an array' : `a ${typeof options}`}`);
  /** @type {any} */
  const given = options;
  if (Object.hasOwn(given, isRead)) return given;
  /** @type {any} */
  const read = { [isRead]: true };
  for (const key of Object.keys(given)) if (!spellings.has(key)) read[key] = undefined;
  for (const [name, snake] of names) {
    const value = own(given, name) ?? (snake === name ? undefined : own(given, snake)) ?? undefined;
    // `condition && value` leaves false, which is as not given; of truth values only this one's default may be true. What is not given
    // hides what all objects may have been given.
    read[name] = value === false && name !== 'enableWasiOutput' ? undefined : name === 'memory' || name === 'config' ? copied(value) : value;
  }
  if (Object.hasOwn(read, 'signal') && given.signal) throw invalidOption('options.signal: a signal is an option of a call, and requires runInWorker: true; only a plug-in in a worker can be stopped');
  return read;
}

/**
 * Options as the host takes them, which saves it from asking for each by its name: the value of each, and behind them the keys that it
 * does not know.
 *
 * @param {Record<string, any> | undefined} options by their names in camel case
 * @returns {unknown[]}
 */
export function listed(options) {
  return options === undefined ? [] : [...known.map((name) => own(options, name)), ...Object.keys(options).filter((key) => !known.includes(key))];
}

/**
 * A value that an object has, or its class: not what a page gave to all objects.
 * @param {any} object
 * @param {string} key
 */
export function own(object, key) {
  const value = object[key];
  return Object.is(value, /** @type {any} */ (Object.prototype)[key]) && !Object.hasOwn(object, key) ? undefined : value;
}

/** @param {any} value */
function copied(value) {
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  return prototype === null || prototype === Object.prototype ? { ...value } : value;
}

/**
 * Gives a message to a logger: to the method for its level, else for the next worse one that there is.
 *
 * @param {Logger} logger
 * @param {LoggerMethod} level
 * @param {string} text
 */
export function log(logger, level, text) {
  const method = loggerMethods.slice(loggerMethods.indexOf(level)).find((name) => typeof logger[name] === 'function');
  if (method !== undefined) logger[method](text);
}

/**
 * Whether the plug-in's standard output and error go to the logger.
 *
 * @param {PluginOptions | undefined} options as they were read
 * @returns {boolean}
 */
export const wantsOutput = (options) => options?.enableWasiOutput ?? CAPABILITIES.extismStdoutEnvVarSet;
