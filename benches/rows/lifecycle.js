// Making a plug-in, calling it once, closing it.
import { guestBytes } from '../harness/assets.js';
import { bytesOf, same, sameBytes } from '../harness/check.js';
import { loadHosts } from '../harness/hosts.js';
import { workerOptions } from '../harness/workers.js';

const input = new TextEncoder().encode('Hello, World!');

const echoed = (output, host) => sameBytes(output, input, host);
const counted = (output, host) => same(new TextDecoder().decode(output), '{"count":3,"total":3,"vowels":"aeiouAEIOU"}', host);

const guests = [
  { guest: 'echo', call: 'echo', check: echoed, kind: 'tiny' },
  { guest: 'count_vowels', call: 'count_vowels', check: counted, kind: 'Rust PDK' },
  { guest: 'large', call: 'echo', check: echoed, kind: 'large' },
];

/** Those whose workers are timed, too: what they are made from. */
const inWorkers = [
  ['module', guests[0]],
  ['module', guests[1]],
  ['bytes', guests[2]],
];

/** Makes the plug-in by `create`, calls it and closes it, over and over. */
async function contestant(name, create, { call, check }) {
  const once = async () => {
    const plugin = await create();
    const output = await plugin.call(call, input);
    await plugin.close();
    return output;
  };
  check(bytesOf(await once()), name);
  return {
    name,
    async run(times) {
      for (let i = 0; i < times; i++) await once();
    },
  };
}

/** @returns {import('./index.js').Row} */
const row = (from, guest, inWorker = false) => ({
  id: `${inWorker ? 'worker-' : ''}create-${from}-${guest.guest}`,
  group: inWorker ? 'worker' : 'lifecycle',
  name: `${inWorker ? 'worker: ' : ''}create, call, close: ${guest.kind}, {size}, from ${from}`,
  guest: guest.guest,
  async contestants() {
    const data = await guestBytes(guest.guest);
    const module = await WebAssembly.compile(data);
    const item = from === 'bytes' ? { data } : { module };
    const options = (name) => (inWorker ? workerOptions(name) : {});
    const hosts = await loadHosts();
    const contestants = [];
    for (const { name, createPlugin } of hosts) {
      contestants.push(await contestant(name, () => createPlugin({ wasm: [item] }, options(name)), guest));
    }
    if (from === 'module') {
      const compiled = await hosts[0].module.compile({ wasm: [item] });
      contestants.push(await contestant('ours, CompiledPlugin', () => compiled.instantiate(options('ours')), guest));
    }
    return contestants;
  },
});

/** @type {import('./index.js').Row[]} */
export const lifecycleRows = [
  ...['module', 'bytes'].flatMap((from) => guests.map((guest) => row(from, guest))),
  ...inWorkers.map(([from, guest]) => row(from, guest, true)),
];
