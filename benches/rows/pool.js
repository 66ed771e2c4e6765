// How much work gets done: our pool of one worker and of two against one worker of the JavaScript host, which has no pools.
import { guestModule } from '../harness/assets.js';
import { bytesOf } from '../harness/check.js';
import { loadHosts } from '../harness/hosts.js';
import { workerOptions } from '../harness/workers.js';
import { countVowelsCall } from './count-vowels.js';
import { echoCall } from './echo.js';
import { workerCalls } from './worker-calls.js';

/** Calls that are under way or wait, for each worker: none is ever idle. */
const waiting = 4;

/**
 * @param {string} name
 * @param {number} size
 * @param {import('./calls.js').Call} what
 * @returns {Promise<import('../harness/measure.js').Contestant>}
 */
async function pool(name, size, { guest, call, input, check }) {
  const [{ module: host }] = await loadHosts();
  const created = await host.createPool({ wasm: [{ module: await guestModule(guest) }] }, { ...workerOptions('ours'), size });
  await created.warm();
  const outputs = await Promise.all(Array.from({ length: 2 * size }, () => created.call(call, input)));
  for (const output of outputs) check(bytesOf(output), name);
  return {
    name,
    async run(times) {
      let left = times;
      const line = async () => {
        while (left-- > 0) await created.call(call, input);
      };
      await Promise.all(Array.from({ length: size * waiting }, line));
    },
    close: () => created.close(),
  };
}

/** @returns {import('./index.js').Row} */
const row = (id, name, call, callsPerReset) => ({
  id: `pool-${id}`,
  group: 'pool',
  name: `pool of 2 workers: ${name}`,
  async contestants() {
    const [, theirs] = await workerCalls(call(), callsPerReset);
    return [await pool('ours', 2, call()), theirs, await pool('ours, 1 worker', 1, call())];
  },
});

/** @type {import('./index.js').Row[]} */
export const poolRows = [
  row('call-16', 'call, 16 B in and out', () => echoCall(16), 100),
  row('count-vowels-256KiB', 'count_vowels, 256 KiB', () => countVowelsCall(256 * 1024), 20),
];
