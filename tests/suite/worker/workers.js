// Workers that the specs start themselves, by the option `worker`.
import { engine } from '../../support/fixtures.js';

const inNode = engine === 'node';
const folder = new URL('../../../', import.meta.url);

/** The URL of the package's own script for workers. */
export const scriptUrl = new URL(inNode ? 'js/worker-node.js' : 'js/worker.js', folder);

/**
 * For the option `worker`: starts workers that do something odd, and keeps them.
 * @param {string} how see tests/support/workers/oddities.js
 * @param {object} [nodeArgs]
 */
export async function odd(how, nodeArgs) {
  const started = [];
  const script = new URL(`tests/support/workers/${inNode ? 'odd-node' : 'odd'}.js`, folder);
  const start = await starter(script, how, nodeArgs);
  return Object.assign(
    () => {
      const worker = start();
      started.push(worker);
      return worker;
    },
    { started },
  );
}

async function starter(script, how, nodeArgs) {
  if (!inNode) return () => new Worker(script, { type: 'module', name: how });
  const threads = await import('node:worker_threads');
  return () => new threads.Worker(script, { workerData: how, ...nodeArgs });
}
