// The command line of `npm test`.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Failure } from '../lib/process.mjs';

/**
 * @typedef {object} Options
 * @property {string[]} only parts of suites' names; all suites when there are none
 * @property {string | undefined} since the revision since which changes count, where only what they touch is to run
 * @property {number} jobs how many suites run at the same time
 */

/** @param {string[]} args @returns {Options} */
export function readOptions(args) {
  const values = parsed(args);
  const jobs = values.jobs === undefined ? availableParallelism() : Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Failure('--jobs must be a whole number of at least 1');
  const since = values.since ?? (values.changed ? 'HEAD' : undefined);
  return { only: values.only, since, jobs };
}

function parsed(args) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        changed: { type: 'boolean', default: false },
        since: { type: 'string' },
        jobs: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Failure(error.message);
  }
}
