// Host functions of the application: a block goes to the function, which gives another block of its size back.
import { same } from '../harness/check.js';
import { word, words } from '../harness/words.js';
import { calls } from './calls.js';

/** Copies the block, as a function would that reads all its input and writes as much output. */
const copy = (context, handle) => context.store(context.read(handle).bytes());

/**
 * A plug-in's call that calls the host function so many times with so many bytes.
 * @param {number} bytes
 * @param {number} times
 * @returns {import('./calls.js').Call}
 */
export const hostCall = (bytes, times) => ({
  guest: 'host_calls',
  call: 'host_calls',
  input: words(BigInt(bytes), BigInt(times)),
  options: { functions: { host: { copy } } },
  check: (output, host) => same(word(output), BigInt(times) * BigInt(times + 1), `${host}, host function`),
});

/** The same without a copy of the block, which the JavaScript host's `read` does not make, either. */
const copyOfView = (context, handle) => context.store(context.view(handle));

/** Ours by a view. */
async function byView(call) {
  const [ours] = await calls({ ...call, options: { functions: { host: { copy: copyOfView } } }, hosts: ['ours'] });
  return { ...ours, name: 'ours, view' };
}

const row = (bytes, size, times) => ({
  id: `host-function-${size.replace(' ', '')}`,
  group: 'imports',
  name: `host function, ${size} in and out`,
  async contestants() {
    const call = { ...hostCall(bytes, times), operations: times };
    return [...(await calls(call)), await byView(call)];
  },
});

/** @type {import('./index.js').Row[]} */
export const hostFunctionRows = [row(16, '16 B', 1000), row(65536, '64 KiB', 100)];
