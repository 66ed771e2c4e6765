// The command line of the fuzzer.
import { parseArgs } from 'node:util';
import { Failure } from '../../scripts/lib/process.mjs';

/** What is fuzzed: the kernel natively, and the package where plug-ins run. */
export const parts = ['kernel', 'node', 'chromium', 'firefox'];

/**
 * @param {string[]} args
 * @returns {{minutes: number, seed: number, chosen: string[], builds: boolean}}
 * @throws {Failure} when they make no sense
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 29) },
      'no-build': { type: 'boolean', default: false },
      part: { type: 'string', multiple: true, default: parts },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0)) throw new Failure('--minutes takes a number above 0');
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 29) throw new Failure('--seed takes a whole number below 2^29');
  const odd = values.part.find((part) => !parts.includes(part));
  if (odd !== undefined) throw new Failure(`--part ${odd}: it must be one of ${parts.join(', ')}`);
  return { minutes, seed, chosen: values.part, builds: !values['no-build'] };
}
