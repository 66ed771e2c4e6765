// The command line of the endurance runs.
import { parseArgs } from 'node:util';
import { modes } from '../runner/rounds/run.mjs';

export const usage = `usage: npm run endurance -- [options]
  --engine node|chromium|firefox   default chromium
  --mode main|shared|messages      may be given more than once; default: all that the engine has
  --calls N                        default 1000000
  --cycles N                       how many plug-ins are made and closed, default 2000
  --timeouts N                     how many calls time out, default 500; none on the main thread
  --minutes N                      of all sorts of things in any order, default 0
  --seed N                         of the inputs' sizes, default 1
  --limit SECONDS                  for each mode, default 7200`;

/**
 * @typedef {object} Options
 * @property {string} engine
 * @property {string[]} modes
 * @property {number} calls
 * @property {number} cycles
 * @property {number} timeouts
 * @property {number} minutes
 * @property {number} seed
 * @property {number} limitMs
 */

/** @param {string[]} args @returns {Options} @throws {Error} when they make no sense */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string', default: 'chromium' },
      mode: { type: 'string', multiple: true },
      calls: { type: 'string', default: '1000000' },
      cycles: { type: 'string', default: '2000' },
      timeouts: { type: 'string', default: '500' },
      minutes: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string', default: '7200' },
    },
  });
  const { engine } = values;
  const all = modes[engine];
  if (all === undefined) throw new Error(`--engine must be one of ${Object.keys(modes).join(', ')}`);
  const chosen = values.mode ?? all;
  for (const mode of chosen) if (!all.includes(mode)) throw new Error(`--mode in ${engine} must be one of ${all.join(', ')}`);
  /** @param {'calls' | 'cycles' | 'timeouts' | 'minutes' | 'seed' | 'limit'} name @param {number} least */
  const number = (name, least) => {
    const value = Number(values[name]);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new Error(`--${name} must be a whole number of at least ${least}`);
  };
  return {
    engine,
    modes: chosen,
    calls: number('calls', 100),
    cycles: number('cycles', 10),
    timeouts: number('timeouts', 1),
    minutes: number('minutes', 0),
    seed: number('seed', 0),
    limitMs: number('limit', 1) * 1000,
  };
}
