// Very many calls that have to be ended, in one plug-in.
import { guestOptions, inputs, work } from './guest.js';
import { expectFlat, measureWith, shown } from './memory.js';

/** How many timeouts there are between two calls that work. */
const BETWEEN = 10;

/** @param {import('./rounds.js').Round} round */
export async function timeouts({ job, compiled, measure, print, check }) {
  const next = inputs(job.seed + 2);
  const plugin = await compiled.instantiate(guestOptions());
  let count = 0;
  let warm;
  await check(`${job.timeouts} timeouts, and calls between them work`, async () => {
    await work(plugin, next(), ++count);
    const start = performance.now();
    for (let timed = 1; timed <= job.timeouts; timed += 1) {
      await timesOut(plugin, 5);
      if (timed % BETWEEN === 0 || timed === job.timeouts) await work(plugin, next(), ++count);
      if (warm === undefined && timed >= job.timeouts / 10) {
        await plugin.call('work');
        count += 1;
        warm = await measureWith(measure, 1);
        print(`${timed} timeouts, ${shown(warm)}`);
      }
    }
    const each = Math.round((performance.now() - start) / job.timeouts);
    print(`${job.timeouts} timeouts, ${each} ms each, ${shown(await measure())}`);
  });
  await check('they leave one worker and no memory behind', async () => {
    if (warm === undefined) throw new Error('there were too few timeouts to tell');
    await expectFlat(warm, measure, 1);
  });
  await check('close leaves none', async () => {
    await plugin.close();
    await measureWith(measure, 0);
  });
}

/**
 * @param {import('extism-web').Plugin} plugin
 * @param {number} timeoutMs
 */
async function timesOut(plugin, timeoutMs) {
  let error;
  try {
    await plugin.call('spin', '', undefined, { timeoutMs });
  } catch (caught) {
    error = caught;
  }
  if (error === undefined) throw new Error('a call that never ends has ended');
  if (error.code !== 'TIMEOUT') throw error;
  if (error.message !== `EXTISM: call canceled due to timeout: function "spin" took longer than ${timeoutMs} ms`) throw new Error(`the timeout says "${error.message}"`);
}
