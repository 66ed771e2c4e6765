// What a plug-in pays for one use of a host import. Each call does it 1000 times; see guests/operations.wat.
import { same } from '../harness/check.js';
import { calls } from './calls.js';

const times = 1000;
const value = 'value-01';

/** Eight characters as the number that the guest reads. */
const word = (text) => new DataView(new TextEncoder().encode(text).buffer).getBigUint64(0, true);

const row = (call, name, answer, options = {}) => ({
  id: `import-${call.replace('_', '-')}`,
  group: 'imports',
  name,
  contestants: () =>
    calls({
      guest: 'operations',
      call,
      input: new Uint8Array(),
      options,
      operations: times,
      check(output, host) {
        const sum = new DataView(output.buffer, output.byteOffset, output.byteLength).getBigUint64(0, true);
        same(sum, BigInt.asUintN(64, answer), `${host}, ${call}`);
      },
    }),
});

/** @type {import('./index.js').Row[]} */
export const importRows = [
  row('blocks', 'alloc, store, load, free of 8 B', 7n * BigInt(times)),
  row('config_get', 'config get', word(value) * BigInt(times), { config: { 'bench-k1': value } }),
  row('var_get', 'var get', 7n * BigInt(times)),
  row('var_set', 'var set', BigInt(times)),
  row('log_filtered', 'log below the level', BigInt(times), { logLevel: 'error' }),
];
