// Very many plug-ins, one after the other.
import { compile, MemoryDirectory } from 'extism-web';
import { fixtureBytes, inWorker } from '../support/fixtures.js';
import { guestOptions, inputs, work } from './guest.js';
import { expectFlat, measureWith, shown } from './memory.js';

/** @param {import('./rounds.js').Round} round */
export async function cycles({ job, compiled, measure, print, check }) {
  const next = inputs(job.seed + 1);
  const wasi = await compile(await fixtureBytes('wasi_rust'));
  /** Two plug-ins in every other cycle. @param {number} times */
  const run = async (times) => {
    const start = performance.now();
    for (let cycle = 0; cycle < times; cycle += 1) {
      const plugin = await compiled.instantiate(guestOptions());
      await work(plugin, next(), 1);
      await plugin.close();
      // Every other has WASI and a file.
      if (cycle % 2 === 0) continue;
      const other = await wasi.instantiate({ useWasi: true, allowedPaths: { '/data': new MemoryDirectory({ file: 'text' }) }, runInWorker: inWorker });
      const text = (await other.call('read_file', '/data/file')).json().ok;
      if (text !== 'text') throw new Error(`cycle ${cycle}: the file has ${text}`);
      await other.close();
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
