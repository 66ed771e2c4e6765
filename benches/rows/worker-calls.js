// Calls of plug-ins in workers, through the two hosts.
import { guestModule } from '../harness/assets.js';
import { bytesOf } from '../harness/check.js';
import { loadHosts } from '../harness/hosts.js';
import { workerOptions } from '../harness/workers.js';

/** @typedef {import('./calls.js').Call} Call */
/** @typedef {import('../harness/measure.js').Contestant} Contestant */

/** @param {import('../harness/hosts.js').Host} host @param {Call} what */
async function started(host, { guest, call, input, check, options }) {
  const module = await guestModule(guest);
  const plugin = await host.createPlugin({ wasm: [{ module }] }, { ...options, ...workerOptions(host.name) });
  check(bytesOf(await plugin.call(call, input)), host.name);
  return plugin;
}

/** @param {import('../harness/hosts.js').Host} host @param {Call} what @returns {Promise<Contestant & {plugin: any}>} */
async function contestant(host, what) {
  const plugin = await started(host, what);
  return {
    name: host.name,
    plugin,
    async run(times) {
      for (let i = 0; i < times; i++) await plugin.call(what.call, what.input);
    },
    close: () => plugin.close(),
  };
}

/**
 * One contestant for each host. In a worker the JavaScript host keeps every block of every call until it is reset, and
 * sends the list of them all with each call: calls become slower and slower, and after 16,383 of them fail. So it is
 * reset again and again, which is not counted.
 *
 * @param {Call} what
 * @param {number} callsPerReset
 * @returns {Promise<Contestant[]>}
 */
export async function workerCalls(what, callsPerReset) {
  const [ours, theirs] = await loadHosts();
  const other = await contestant(theirs, what);
  return [await contestant(ours, what), { ...other, atOnce: callsPerReset, between: () => other.plugin.reset() }];
}

/**
 * The JavaScript host as it is without those resets: the first calls of a fresh plug-in.
 * @param {Call} what
 * @param {number} calls
 * @returns {Promise<Contestant>}
 */
export async function withoutReset(what, calls) {
  const [, theirs] = await loadHosts();
  let plugin = await started(theirs, what);
  return {
    name: `theirs, ${calls} calls without reset`,
    operations: calls,
    atOnce: 1,
    async between() {
      await plugin.close();
      plugin = await started(theirs, what);
    },
    async run(times) {
      for (let i = 0; i < times * calls; i++) await plugin.call(what.call, what.input);
    },
    close: () => plugin.close(),
  };
}

/**
 * Ours alone, on a page that is not cross-origin isolated: there the JavaScript host has no workers.
 * @param {Call} what
 * @returns {Promise<Contestant[]>}
 */
export async function messageCalls(what) {
  const [ours, theirs] = await loadHosts();
  const refusal = await started(theirs, what).then(
    () => 'none',
    (error) => String(error),
  );
  if (!refusal.includes('crossOriginIsolated')) throw new Error(`theirs should refuse a page that is not isolated, but: ${refusal}`);
  return [await contestant(ours, what)];
}
