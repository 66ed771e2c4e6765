// Calls of plug-ins through the two hosts: the pieces that most rows are made of.
import { bytesOf } from '../harness/check.js';
import { guestModule } from '../harness/assets.js';
import { loadHosts } from '../harness/hosts.js';

/**
 * @typedef {object} Call
 * @property {string} guest the plug-in's name
 * @property {string} call its function
 * @property {Uint8Array | string} input
 * @property {(output: Uint8Array, host: string) => void} check throws when the output is wrong
 * @property {object} [options] given to `createPlugin` of both hosts
 * @property {number} [operations] how many operations one call is
 * @property {string[]} [hosts] those that make it; both unless told
 * @property {boolean} [sync] `callSync` too, as a contestant of its own
 */

/**
 * One contestant for each host, which makes that call over and over.
 * @param {Call} what
 * @returns {Promise<import('../harness/measure.js').Contestant[]>}
 */
export async function calls({ guest, call, input, check, options = {}, operations = 1, hosts = ['ours', 'theirs'], sync = false }) {
  const module = await guestModule(guest);
  const contestants = [];
  for (const host of (await loadHosts()).filter(({ name }) => hosts.includes(name))) {
    const plugin = await host.createPlugin({ wasm: [{ module }] }, options);
    check(bytesOf(await plugin.call(call, input)), host.name);
    contestants.push({
      name: host.name,
      operations,
      async run(times) {
        for (let i = 0; i < times; i++) await plugin.call(call, input);
      },
      close: () => plugin.close(),
    });
    if (sync && host.name === 'ours') {
      check(bytesOf(plugin.callSync(call, input)), 'ours, callSync');
      contestants.push({
        name: 'ours, callSync',
        operations,
        run(times) {
          for (let i = 0; i < times; i++) plugin.callSync(call, input);
        },
      });
    }
  }
  // The two hosts first: they are what the ratio compares.
  return contestants.sort((a, b) => Number(a.name.includes(',')) - Number(b.name.includes(',')));
}
