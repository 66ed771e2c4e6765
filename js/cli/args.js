import { parseArgs } from 'node:util';
import { UsageError } from './fail.js';
import { suggestion } from './suggest.js';

/** @typedef {import('node:util').ParseArgsConfig['options']} Options */

/** Those of every command. */
export const common = /** @type {const} */ ({
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
});

/** What a plug-in is made with, by the names of the `extism` command. */
export const pluginOptions = /** @type {const} */ ({
  'allow-host': { type: 'string', multiple: true },
  'allow-path': { type: 'string', multiple: true },
  config: { type: 'string', multiple: true },
  'enable-http-response-headers': { type: 'boolean' },
  'http-response-max': { type: 'string' },
  link: { type: 'string', multiple: true },
  'log-level': { type: 'string' },
  manifest: { type: 'boolean', short: 'm' },
  'memory-max': { type: 'string' },
  'set-config': { type: 'string' },
  timeout: { type: 'string' },
  'var-max': { type: 'string' },
  wasi: { type: 'boolean' },
});

/** What a call is given. */
export const inputOptions = /** @type {const} */ ({
  input: { type: 'string', short: 'i' },
  stdin: { type: 'boolean' },
});

/**
 * Reads the arguments of a command.
 *
 * @template {NonNullable<Options>} T
 * @param {string[]} args
 * @param {T} options
 * @throws {UsageError}
 */
export function readArgs(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const [, unknown] = /^Unknown option '(?:--|-)([^']*)'/.exec(message) ?? [];
    if (unknown === undefined) throw new UsageError(message.replace(/\.? To specify.*$/s, ''));
    throw new UsageError(`there is no option --${unknown}${suggestion(unknown, Object.keys(options)).replace('mean ', 'mean --')}`);
  }
}

/**
 * A number, as far as it was given.
 *
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} [least]
 */
export function wholeNumber(option, text, least = 0) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) throw new UsageError(`--${option} takes a whole number${least > 0 ? ` from ${least} on` : ''}, got ${JSON.stringify(text)}`);
  return number;
}
