// The rounds of an endurance run, the same in a page and in Node.
import { compile } from 'extism-web';
import { describeError } from '../runner/events.js';
import { fixtureBytes, inWorker } from '../support/fixtures.js';
import { calls } from './calls.js';
import { cycles } from './cycles.js';
import { guestOptions } from './guest.js';
import { mix } from './mix.js';
import { timeouts } from './timeouts.js';

/**
 * What to do.
 * @typedef {{mode: string, calls: number, cycles: number, timeouts: number, minutes: number, seed: number}} Job
 *
 * @typedef {import('../runner/rounds/run.mjs').Means} Means
 *
 * What a round is given.
 * @typedef {{
 *   job: Job,
 *   compiled: import('extism-web').CompiledPlugin,
 *   measure: Means['measure'],
 *   print: (text: string) => unknown,
 *   check: (title: string, work: () => unknown) => Promise<void>,
 * }} Round `check` makes a test of what `work` throws
 */

/** Runs all rounds that the mode has. @param {Job} job @param {Means} means */
export async function run(job, { send, measure }) {
  const title = `${job.mode}: ${job.calls} calls, ${job.cycles} plug-ins${inWorker ? `, ${job.timeouts} timeouts` : ''}, ${job.minutes} minutes, seed ${job.seed}`;
  await send({ type: 'suite', title, depth: 0 });
  const check = async (name, work) => {
    const start = performance.now();
    try {
      await work();
      await send({ type: 'pass', title: name, depth: 1, path: `${title} › ${name}`, duration: Math.round(performance.now() - start), slow: false });
    } catch (error) {
      await send({ type: 'fail', title: name, depth: 1, path: `${title} › ${name}`, text: describeError(error) });
    }
  };
  const print = (text) => send({ type: 'line', text });
  const compiled = await compile(await fixtureBytes('endure'), guestOptions());
  const round = { job, compiled, measure, print, check };
  await calls(round);
  await cycles(round);
  if (inWorker) await timeouts(round);
  if (job.minutes > 0) await mix(round);
}
