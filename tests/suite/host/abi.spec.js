// Every import of the plug-in ABI that the kernel provides, as a plug-in sees it. Those of the host: imports.spec.js,
// and http/.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { expectError, make } from '../../support/plugin.js';

const HUGE = 0xffff_ffff_ffff_fff0n;

/** Lines for the plug-in to run, and what each must give; a function checks for itself. */
const rows = {
  'alloc gives blocks of zeros, and 0 for nothing and for too much': [
    [['alloc', 0n], 0n],
    [['alloc', 24n], (at) => at > 0n && at % 16n === 0n],
    [['load_u64', ref(1, 16)], 0n],
    [['alloc', HUGE], 0n],
    [['alloc', 24n], (at, all) => at > all[1]],
  ],
  'length and length_unsafe know the starts of live blocks alone': [
    [['alloc', 40n], (at) => at > 0n],
    [['length', ref(0)], 40n],
    [['length_unsafe', ref(0)], 40n],
    [['length', ref(0, 1)], 0n],
    [['length', ref(0, 16)], 0n],
    [['length', 0n], 0n],
    [['length_unsafe', HUGE], 0n],
  ],
  'free makes room once enough was freed after it, and ignores what is no block': [
    [['alloc', 5000n], (at) => at > 0n],
    [['free', ref(0)], 0n],
    [['length', ref(0)], 0n],
    [['free', ref(0)], 0n],
    [['free', 12345n], 0n],
    [['free', HUGE], 0n],
    [['alloc', 5000n], (at, all) => at > all[0]],
    [['alloc', 300_000n], (at) => at > 0n],
    [['free', ref(7)], 0n],
    [['alloc', 5000n], (at, all) => at === all[0]],
  ],
  'store_u8 and load_u8 are single bytes': [
    [['alloc', 3n], (at) => at > 0n],
    [['store_u8', ref(0, 1), 0x1ffn], 0n],
    [['load_u8', ref(0)], 0n],
    [['load_u8', ref(0, 1)], 0xffn],
    [['load_u8', ref(0, 2)], 0n],
  ],
  'store_u64 and load_u64 are little-endian and need no alignment': [
    [['alloc', 16n], (at) => at > 0n],
    [['store_u64', ref(0, 3), 0x1122_3344_5566_7788n], 0n],
    [['load_u64', ref(0, 3)], 0x1122_3344_5566_7788n],
    [['load_u8', ref(0, 3)], 0x88n],
    [['load_u64', ref(0, 4)], 0x0011_2233_4455_6677n],
  ],
  'outside of the heap loads give 0 and stores do nothing': [
    [['store_u8', 0n, 1n], 0n],
    [['store_u64', 4096n, HUGE], 0n],
    [['store_u64', HUGE, 1n], 0n],
    [['load_u8', 0n], 0n],
    [['load_u64', 4096n], 0n],
    [['load_u64', HUGE], 0n],
    [['load_u8', 0x1_0000_0000n], 0n],
    [['alloc', 1n], (at) => at > 0n],
  ],
  'input_offset and input_length are the input\'s': [
    [['input_offset'], (at) => at > 0n],
    [['input_length'], (length) => length === 8n + 24n * 4n],
    [['length', ref(0)], (length, all) => length === all[1]],
    // The script begins with the number of its lines.
    [['load_u64', ref(0)], 4n],
  ],
  'input_load_u8 and input_load_u64 read the input, and 0 past its end': [
    [['input_load_u64', 0n], 6n],
    [['input_load_u8', 0n], 6n],
    [['input_load_u8', BigInt(8 + 24 * 6)], 0n],
    [['input_load_u64', BigInt(8 + 24 * 6 - 7)], 0n],
    [['input_load_u64', HUGE], 0n],
    [['input_load_u8', HUGE], 0n],
  ],
  'the input may be freed': [
    [['input_offset'], (at) => at > 0n],
    [['free', ref(0)], 0n],
    [['input_length'], 0n],
    [['input_load_u8', 0n], 0n],
  ],
  'error_get gives the handle that error_set was given, and 0 clears it': [
    [['error_get'], 0n],
    [['block', 'oh'], (at) => at > 0n],
    [['error_set', ref(1)], 0n],
    [['error_get'], (at, all) => at === all[1]],
    [['error_set', 0n], 0n],
    [['error_get'], 0n],
  ],
};

describe('the ABI', () => {
  for (const [name, lines] of Object.entries(rows)) {
    it(name, async () => {
      const plugin = await make('abi');
      for (let call = 0; call < 2; call += 1) {
        const all = results(await plugin.call('run', script(lines.map(([line]) => line))));
        expect(all).to.have.length(lines.length);
        for (const [index, [line, wanted]] of lines.entries()) {
          const label = `line ${index}, ${line[0]}: ${all[index]}`;
          if (typeof wanted === 'function') expect(wanted(all[index], all), label).to.equal(true);
          else expect(all[index], label).to.equal(wanted);
        }
      }
    });
  }

  const outputs = {
    'output_set names the output': [[['block', 'abcdef'], ['output_set', ref(0, 1), 3n]], 'bcd'],
    'output_set of (0, 0) is an empty output': [[['output_set', 0n, 0n]], ''],
    'output_set out of range is ignored': [[['block', 'abc'], ['output_set', ref(0), 4000n], ['output_set', HUGE, 1n]], undefined],
    'output_set again takes the place of the first': [[['block', 'one'], ['block', 'two'], ['output_set', ref(0), 3n], ['output_set', ref(1), 3n]], 'two'],
    'an output that is freed is still the output': [[['block', 'abc'], ['output_set', ref(0), 3n], ['free', ref(0)]], 'abc'],
    'a part of a freed block may be the output': [[['block', 'abcdef'], ['free', ref(0)], ['block', 'x'], ['output_set', ref(0, 1), 3n]], 'bcd'],
    'the input may be the output': [[['input_offset'], ['output_set', ref(0), 1n]], '\x02'],
    'no output_set is no output': [[['block', 'abc']], undefined],
  };
  for (const [name, [lines, text]] of Object.entries(outputs)) {
    it(name, async () => {
      const output = await (await make('abi')).call('run_quiet', script(lines));
      expect(output?.text()).to.equal(text);
    });
  }

  it('error_set makes the call fail with the block\'s text', async () => {
    const plugin = await make('abi');
    const failing = script([['block', 'grüße'], ['error_set', ref(0)]]);
    await expectError(plugin.call('run_quiet', failing), 'PLUGIN_ERROR', 'Plugin-originated error: grüße');
    expect(await plugin.call('run_quiet', script([]))).to.equal(null);
  });
});
