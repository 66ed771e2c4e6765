// Very many calls of one plug-in.
import { inWorker } from '../support/fixtures.js';
import { guestOptions, inputs, work } from './guest.js';
import { bounds, expectFlat, shown } from './memory.js';

/** How often it is looked at memory. */
const LOOKS = 20;

/** @param {import('./rounds.js').Round} round */
export async function calls({ job, compiled, measure, print, check }) {
  const next = inputs(job.seed);
  const plugin = await compiled.instantiate(guestOptions());
  const workers = inWorker ? 1 : 0;
  let count = 0;
  let warm;
  await check(`${job.calls} calls give what they must`, async () => {
    const step = Math.ceil(job.calls / LOOKS);
    while (count < job.calls) {
      const target = Math.min(count + step, job.calls);
      const [first, start] = [count, performance.now()];
      while (count < target) await work(plugin, next(), ++count);
      const rate = Math.round((count - first) / ((performance.now() - start) / 1000));
      const measured = await measure();
      // The first tenth makes the engine compile everything and the kernel's memory grow to its largest.
      if (warm === undefined && count >= job.calls / 10) warm = measured;
      const { bytesInUse } = await plugin.memory();
      print(`${count} calls, ${rate}/s, kernel ${bytesInUse} B, ${shown(measured)}`);
    }
  });
  await check(`memory stays flat (bounds: ${shown({ ...bounds, workers })})`, async () => {
    if (warm === undefined) throw new Error('there were too few calls to tell');
    await expectFlat(warm, measure, workers);
  });
  await check('the kernel holds the last call\'s blocks alone', async () => {
    await work(plugin, new Uint8Array(1000), count + 1);
    const { blocks, bytesInUse } = await plugin.memory();
    // The input, the block for the host function, the copy that it gave back.
    const wanted = [1000, 1008, 1008];
    const lengths = blocks.map(({ length }) => length).sort((one, other) => one - other);
    if (String(lengths) !== String(wanted) || bytesInUse !== 3016) throw new Error(`there are blocks of ${lengths} bytes`);
  });
  await plugin.close();
}
