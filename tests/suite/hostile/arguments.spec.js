// Every import of the plug-in ABI with every kind of wrong argument, alone and in pairs: nothing gets through, and the next call works.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { make } from '../../support/plugin.js';
import { canRequest } from '../http/request.js';

/** How many arguments each import takes. */
const imports = {
  alloc: 1, free: 1, length: 1, length_unsafe: 1, load_u8: 1, load_u64: 1, store_u8: 2, store_u64: 2, input_load_u8: 1, input_load_u64: 1, output_set: 2,
  error_set: 1, config_get: 1, var_get: 1, var_set: 2, log_trace: 1, log_debug: 1, log_info: 1, log_warn: 1, log_error: 1,
  ...(canRequest && { http_request: 2 }),
};

/** Lines before the import, by which its arguments have something to mean. */
const before = [
  ['block', 'a block of text'],
  ['alloc', 40n],
  ['free', ref(1)],
  ['alloc', 64n],
  ['input_offset'],
];
const live = 0;
const freed = 1;
const second = 3;
const input = 4;

/** By name: an argument. */
const kinds = {
  '0': 0n,
  '1': 1n,
  'the root': 16n,
  'before the heap': 4096n,
  'a live block': ref(live),
  'inside of one': ref(live, 8),
  'its last byte': ref(live, 14),
  'past its end': ref(live, 15),
  'its header': ref(live, -16),
  'a freed block': ref(freed),
  'another block': ref(second),
  'its end and 8': ref(second, 72),
  'its end less 8': ref(second, 56),
  'the input': ref(input),
  '2^31': 1n << 31n,
  '2^32 - 1': (1n << 32n) - 1n,
  '2^32': 1n << 32n,
  '2^32 + 1': (1n << 32n) + 1n,
  '2^63': 1n << 63n,
  'u64::MAX': (1n << 64n) - 1n,
};

/** What a call may end in. */
const endings = ['BAD_HANDLE', 'PLUGIN_ERROR', 'VAR_LIMIT', 'MEMORY_LIMIT', 'HTTP'];

/** Checks how a call ended, and that kernel memory is whole. */
async function checked(plugin, what, lines) {
  const ending = await plugin.call('run', script(lines)).then(
    (output) => (output === null || output.byteLength % 8 !== 0 ? 'another output' : results(output)),
    (error) => error,
  );
  if (ending instanceof Error) expect(endings, `${what}: ${ending}`).to.include(ending.code);
  const { blocks } = await plugin.memory();
  let end = 0;
  for (const { offset, length } of blocks) {
    expect(offset, what).to.be.at.least(end);
    end = offset + length;
  }
  expect(end, what).to.be.at.most(64 * 65536);
}

const fine = [['block', 'next'], ['length', ref(0)]];

describe('wrong arguments', function () {
  this.timeout(60_000);

  for (const [name, count] of Object.entries(imports)) {
    it(`of ${name} do no harm`, async () => {
      const plugin = await make(name === 'http_request' ? 'abi_http' : 'abi', { allowedHosts: ['*'], memory: { maxPages: 64 }, logLevel: 'trace', logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
      const seconds = count === 2 ? Object.entries(kinds) : [['', undefined]];
      let calls = 0;
      for (const [first, argument] of Object.entries(kinds)) {
        for (const [other, more] of seconds) {
          const what = `${name}(${first}${more === undefined ? '' : `, ${other}`})`;
          await checked(plugin, what, [...before, [name, argument, ...(more === undefined ? [] : [more])], ['alloc', 24n], ['length', ref(live)]]);
          calls++;
        }
        expect(results(await plugin.call('run', script(fine)))[1], `after ${name}(${first})`).to.equal(4n);
      }
      expect(calls).to.equal(Object.keys(kinds).length ** count);
    });
  }

  it('that were right in an earlier call, or in another plug-in, are wrong', async () => {
    const [one, two] = [await make('abi'), await make('abi')];
    // Behind what the next calls allocate.
    const [, handle] = results(await one.call('run', script([['alloc', 100_000n], ['block', 'a secret of the last call']])));
    for (const plugin of [one, two]) {
      const [length, byte] = results(await plugin.call('run', script([['length', handle], ['load_u8', handle]])));
      expect([length, byte]).to.deep.equal([0n, 0n]);
      const failed = await plugin.call('run', script([['config_get', handle]])).then(() => undefined, ({ code }) => code);
      expect(failed).to.equal('BAD_HANDLE');
      expect(results(await plugin.call('run', script(fine)))[1]).to.equal(4n);
    }
  });
});
