// The runner's command line.
import { parseArgs } from 'node:util';
import { engineNames } from './engine.mjs';

export const usage = `usage: node tests/run.mjs --engine ${engineNames.join('|')} [options]
  --grep PATTERN      only tests whose full title matches this regular expression
  --spec PATH         only this file, or the files below this folder (may be given more than once)
  --no-isolation      browsers: load the page without cross-origin isolation
  --timeout SECONDS   end the run after this long (default 300)`;

/**
 * What to run.
 * @typedef {{engine: string, grep: string|null, specs: string[], isolated: boolean, timeoutMs: number}} Options
 */

/** @param {string[]} args @returns {Options} @throws {Error} when they make no sense */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string' },
      grep: { type: 'string' },
      spec: { type: 'string', multiple: true, default: [] },
      'no-isolation': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '300' },
    },
  });
  if (!engineNames.includes(values.engine ?? '')) throw new Error('--engine must be one of ' + engineNames.join(', '));
  if (values.engine === 'node' && values['no-isolation']) throw new Error('--no-isolation is for browsers');
  const seconds = Number(values.timeout);
  if (!(seconds > 0)) throw new Error('--timeout must be a number of seconds');
  if (values.grep !== undefined) new RegExp(values.grep);
  return {
    engine: values.engine,
    grep: values.grep ?? null,
    specs: values.spec,
    isolated: !values['no-isolation'],
    timeoutMs: seconds * 1000,
  };
}
