// The runner's command line.
import { parseArgs } from 'node:util';
import { engineNames } from './engine.mjs';

export const usage = `usage: node tests/run.mjs --engine ${engineNames.join('|')} [options]
  --grep PATTERN      only tests whose full title matches this regular expression
  --spec PATH         only this file, or the files below this folder (may be given more than once)
  --worker            run plug-ins in workers: the specs for which that makes a difference
  --no-isolation      browsers: load the page without cross-origin isolation
  --no-jspi           browsers: take JSPI away from the page and its workers
  --timeout SECONDS   end the run after this long (default 300)`;

/**
 * What to run.
 * @typedef {object} Options
 * @property {string} engine
 * @property {string|null} grep
 * @property {string[]} specs
 * @property {boolean} worker whether plug-ins run in workers
 * @property {boolean} isolated whether the page is cross-origin isolated
 * @property {boolean} jspi whether the engine's JSPI is left to it
 * @property {number} timeoutMs
 */

/** @param {string[]} args @returns {Options} @throws {Error} when they make no sense */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string' },
      grep: { type: 'string' },
      spec: { type: 'string', multiple: true, default: [] },
      worker: { type: 'boolean', default: false },
      'no-isolation': { type: 'boolean', default: false },
      'no-jspi': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '300' },
    },
  });
  if (!engineNames.includes(values.engine ?? '')) throw new Error('--engine must be one of ' + engineNames.join(', '));
  for (const name of ['no-isolation', 'no-jspi']) {
    if (values.engine === 'node' && values[name]) throw new Error(`--${name} is for browsers`);
  }
  const seconds = Number(values.timeout);
  if (!(seconds > 0)) throw new Error('--timeout must be a number of seconds');
  if (values.grep !== undefined) new RegExp(values.grep);
  return {
    engine: values.engine,
    grep: values.grep ?? null,
    specs: values.spec,
    worker: values.worker,
    isolated: !values['no-isolation'],
    jspi: !values['no-jspi'],
    timeoutMs: seconds * 1000,
  };
}
