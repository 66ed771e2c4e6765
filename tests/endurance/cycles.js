// Very many plug-ins, one after the other.
import { guestOptions, inputs, work } from './guest.js';
import { expectFlat, measureWith, shown } from './memory.js';

/** @param {import('./rounds.js').Round} round */
export async function cycles({ job, compiled, measure, print, check }) {
  const next = inputs(job.seed + 1);
  /** @param {number} times */
  const run = async (times) => {
    const start = performance.now();
    for (let cycle = 0; cycle < times; cycle += 1) {
      const plugin = await compiled.instantiate(guestOptions());
      await work(plugin, next(), 1);
      await plugin.close();
    }
    return Math.round(times / ((performance.now() - start) / 1000));
  };
  let warm;
  await check(`${job.cycles} plug-ins are made, called and closed`, async () => {
    const first = Math.ceil(job.cycles / 10);
    await run(first);
    warm = await measureWith(measure, 0);
    print(`${first} plug-ins, ${shown(warm)}`);
    const rate = await run(job.cycles - first);
    print(`${job.cycles} plug-ins, ${rate}/s, ${shown(await measure())}`);
  });
  await check('they leave no worker and no memory behind', async () => {
    if (warm === undefined) throw new Error('there were too few plug-ins to tell');
    await expectFlat(warm, measure, 0);
  });
}
