// What a plug-in pays for one use of a host import. Each call does it many times; see guests/operations.wat.
import { same } from '../harness/check.js';
import { word, words } from '../harness/words.js';
import { calls } from './calls.js';

const value = 'value-01';
const valueWord = word(new TextEncoder().encode(value));

/** The operations that guests/operations.wat knows: how each is called, and what it answers for so many times. */
export const operations = {
  blocks: { name: 'alloc, store, load, free of 8 B', answer: (times) => 7n * times },
  config_get: { name: 'config get', answer: (times) => valueWord * times, options: { config: { 'bench-k1': value } } },
  var_get: { name: 'var get', answer: (times) => 7n * times },
  var_set: { name: 'var set', answer: (times) => times },
  log_filtered: { name: 'log below the level', answer: (times) => times, options: { logLevel: 'error' } },
};

/**
 * A call that does an operation so many times.
 * @param {keyof typeof operations} call
 * @param {number} times
 * @returns {import('./calls.js').Call}
 */
export function operationCall(call, times) {
  const { answer, options = {} } = operations[call];
  return {
    guest: 'operations',
    call,
    input: words(BigInt(times)),
    options,
    check: (output, host) => same(word(output), BigInt.asUintN(64, answer(BigInt(times))), `${host}, ${call}`),
  };
}

const times = 1000;

/** @type {import('./index.js').Row[]} */
export const importRows = Object.entries(operations).map(([call, { name }]) => ({
  id: `import-${call.replace('_', '-')}`,
  group: 'imports',
  name,
  contestants: () => calls({ ...operationCall(/** @type {any} */ (call), times), operations: times }),
}));
