// Calls of the plug-in `endure`, and whether their outputs are right.
import { inWorker } from '../support/fixtures.js';
import { random } from '../support/random.js';

const MAX = 1 << 20;

/** The host function reads what it is given and gives back a copy. */
const functions = () => ({ host: { handle: (context, at) => context.store(context.read(at)) } });

/** @param {object} [more] */
export const guestOptions = (more) => ({ functions: functions(), runInWorker: inWorker, ...more });

/** Inputs of 0 bytes to 1 MiB: four of five are shorter than 256 bytes, the mean is 20 kB. @param {number} seed */
export function inputs(seed) {
  const next = random(seed);
  const bytes = Uint8Array.from({ length: 2 * MAX }, () => next(256));
  return () => {
    const length = Math.floor((MAX + 1) ** ((next(2 ** 30) / 2 ** 30) ** 4)) - 1;
    const start = next(bytes.length - length + 1);
    return bytes.subarray(start, start + length);
  };
}

/**
 * Calls the plug-in for the `count`-th time.
 * @param {import('extism-web').Plugin} plugin
 * @param {Uint8Array} input
 * @param {number} count
 * @throws {Error} when the output is not what it must be
 */
export async function work(plugin, input, count) {
  const output = await plugin.call('work', input);
  const { length } = input;
  if (output === null) throw new Error(`call ${count}: no output`);
  if (output.byteLength !== length + 8) throw new Error(`call ${count}: ${output.byteLength} bytes instead of ${length + 8}`);
  const number = Number(output.getBigUint64(0, true));
  if (number !== count) throw new Error(`call ${count}: the plug-in counted ${number}`);
  const bytes = output.bytes();
  for (let i = 0; i < length; i += 1) {
    if (bytes[i + 8] !== input[i]) throw new Error(`call ${count}: byte ${i} of ${length} is wrong`);
  }
}
