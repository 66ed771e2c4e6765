// The Node side: runs the rounds in a process of their own.
import { describeError } from '../events.js';

const send = (event) => new Promise((resolve) => process.send(event, resolve));
process.on('uncaughtException', (error) => send({ type: 'problem', text: `uncaught: ${describeError(error)}` }));

let workers = 0;
process.on('worker', (worker) => {
  workers += 1;
  worker.once('exit', () => (workers -= 1));
});

/** @returns {import('./meters.mjs').Measure} */
function measure() {
  // Twice: what the first one finds to be finalized is collected by the second.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: external, resident: rss, workers };
}

process.once('message', async (job) => {
  Object.assign(globalThis, { extismTest: job.surroundings });
  try {
    const { run } = await import(`../../..${job.module}`);
    await run(job, { send, measure: async () => measure() });
  } catch (error) {
    await send({ type: 'problem', text: describeError(error) });
  }
  await send({ type: 'end' });
  process.exit(0);
});
