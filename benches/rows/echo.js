// The echo guest: it copies its input to its output by u64 loads and stores, as the PDKs do.
import { patterned } from '../harness/assets.js';
import { sameBytes } from '../harness/check.js';
import { bareExport, byHand, twoCopies } from '../harness/floors.js';
import { calls } from './calls.js';

const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * A call with so many bytes.
 * @param {number} bytes
 * @returns {import('./calls.js').Call}
 */
export function echoCall(bytes) {
  const input = patterned(bytes);
  return { guest: 'echo', call: 'echo', input, check: (output, host) => sameBytes(output, input, host) };
}

const small = (bytes) => ({
  id: `call-${bytes}`,
  group: 'calls',
  name: `call, ${bytes} B in and out`,
  floor: 'bare export',
  contestants: async () => [
    ...(await calls({ ...echoCall(bytes), sync: true })),
    await bareExport(),
    ...(bytes > 0 ? [await byHand(patterned(bytes))] : []),
  ],
});

/** Text as it is typed most of the time. */
const text = (letters, size) => {
  const input = 'Hello, World! '.repeat(letters).slice(0, letters);
  const bytes = new TextEncoder().encode(input);
  return {
    id: `call-text-${size.replace(' ', '')}`,
    group: 'calls',
    name: `call, text of ${size} in and out`,
    contestants: () => calls({ guest: 'echo', call: 'echo', input, check: (output, host) => sameBytes(output, bytes, host), sync: true }),
  };
};

const large = (bytes, size) => ({
  id: `echo-${size.replace(' ', '')}`,
  group: 'transfers',
  name: `echo of ${size}`,
  floor: 'two copies',
  contestants: async () => [...(await calls(echoCall(bytes))), twoCopies(patterned(bytes)), await byHand(patterned(bytes))],
});

/** @type {import('./index.js').Row[]} */
export const echoRows = [
  ...[0, 16, KiB].map(small),
  text(16, '16 B'),
  text(64 * KiB, '64 KiB'),
  large(64 * KiB, '64 KiB'),
  large(MiB, '1 MiB'),
  large(8 * MiB, '8 MiB'),
];
