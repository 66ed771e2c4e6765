import { expect } from 'chai';
import createPlugin from 'extism-web';
import { ref, results, script } from '../../support/abi-script.js';
import { fixtureBytes } from '../../support/fixtures.js';
import { recorder } from '../../support/plugin.js';

describe('the guests, in the package', () => {
  let plugin;
  const open = async (name, options) => (plugin = await createPlugin(await fixtureBytes(name), options));
  const text = async (name, input) => (await plugin.call(name, input))?.text() ?? null;

  async function failure(name, input) {
    try {
      await plugin.call(name, input);
    } catch (error) {
      return error;
    }
    throw new Error(`${name} did not fail`);
  }

  afterEach(async () => {
    await plugin?.close();
    plugin = undefined;
  });

  it('count_vowels counts, keeps a total, and reads its config', async () => {
    await open('count_vowels');
    expect(await text('count_vowels', 'Hello World')).to.equal('{"count":3,"total":3,"vowels":"aeiouAEIOU"}');
    expect(await text('count_vowels', 'abc')).to.equal('{"count":1,"total":4,"vowels":"aeiouAEIOU"}');
    await plugin.close();
    await open('count_vowels', { config: { vowels: 'xyz' } });
    expect(await text('count_vowels', 'xyzzy')).to.equal('{"count":5,"total":5,"vowels":"xyz"}');
  });

  for (const [name, functions] of [['echo', ['echo', 'echo_u8']], ['echo_rust', ['echo_rust']]]) {
    it(`${name} gives back inputs of any length`, async () => {
      await open(name);
      for (const length of [0, 1, 7, 8, 9, 255, 65537]) {
        const input = Uint8Array.from({ length }, (_, i) => i % 251);
        for (const fn of functions) expect((await plugin.call(fn, input)).bytes()).to.deep.equal(input);
      }
    });
  }

  it('fail fails in each of its ways, and works afterwards', async () => {
    await open('fail');
    expect((await failure('fail', 'x')).message).to.include('the plug-in says no: x');
    expect(await text('ok')).to.equal('ok');
    expect((await failure('fail_code')).message).to.include('9');
    expect(await failure('panics')).to.be.an('error');
    expect(await text('ok')).to.equal('ok');
  });

  it('faults fails in each of its ways, and works afterwards', async () => {
    await open('faults');
    for (const name of ['trap', 'recurse', 'div_zero', 'oob', 'bad_error', 'error_then_ok', 'error_then_trap', 'returns_7']) {
      expect(await failure(name), name).to.be.an('error');
      expect(await text('error_cleared')).to.equal(null);
      expect(await text('no_result')).to.equal(null);
    }
    expect((await failure('error_then_ok')).message).to.include('bad');
  });

  it('logs logs at each level', async () => {
    const lines = [];
    const levels = ['trace', 'debug', 'info', 'warn', 'error'];
    const logger = Object.fromEntries(levels.map((level) => [level, (line) => lines.push([level, line])]));
    await open('logs', { logger, logLevel: 'trace' });
    await plugin.call('logs', 'a line');
    expect(lines).to.deep.equal(levels.map((level) => [level, 'a line']));
    expect(await text('level')).to.equal('0');
    await plugin.close();
    await open('logs', { logger, logLevel: 'silent' });
    expect(await text('level')).to.equal(String(2 ** 31 - 1));
  });

  it('greet_as greets, counts in a var, reads its config and logs', async () => {
    const logger = recorder();
    await open('greet_as', { config: { greeting: 'Ahoi' }, logger, logLevel: 'info' });
    expect(await text('greet', 'Zoë')).to.equal('Ahoi, Zoë! (1)');
    expect(await text('greet', 'Bo')).to.equal('Ahoi, Bo! (2)');
    expect(logger.lines).to.deep.equal(['greeting Zoë', 'greeting Bo'].map((line) => ['info', line]));
    expect(await text('count_vowels', 'Hello World')).to.equal('{"count":3}');
    expect(await text('output_string', 'Hello')).to.equal('Hello');
    expect(await text('output_string', 'Zoë'), 'four bytes, of which the PDK asks for three').to.equal('Zo\ufffd');
    expect((await failure('fail', 'oh no')).message).to.match(/oh no at \d+:\d+/);
    expect(await text('greet', 'Bo')).to.equal('Ahoi, Bo! (3)');
  });

  it('count_vowels_zig counts', async () => {
    await open('count_vowels_zig');
    expect(await text('count_vowels', 'Hello World')).to.equal('3');
    expect(await text('count_vowels', '')).to.equal('0');
    expect(await text('count_vowels', 'AEIOUaeiou xyz'.repeat(1000))).to.equal('10000');
  });

  for (const [name, before, grown] of [['grow', 1, 100], ['grow_max', 1, 99], ['big_min', 20, 80]]) {
    it(`${name} grows its own memory`, async () => {
      await open(name);
      expect(await text('size')).to.equal(String(before));
      expect(await text('grow', String(grown))).to.equal(String(before));
      expect(await text('size')).to.equal(String(before + grown));
      expect(await text('grow', '65536')).to.equal('-1');
    });
  }

  it('start_grow grows its memory as it starts', async () => {
    await open('start_grow');
    expect([await text('started'), await text('size')]).to.deep.equal(['1', '5']);
  });

  it('kernel_alloc allocates', async () => {
    await open('kernel_alloc');
    expect(await text('alloc', '100')).to.match(/^[1-9]\d*$/);
    expect(await text('alloc', '0')).to.equal('0');
    expect(await text('fill', '0')).to.equal('0');
  });

  it('abi runs scripts', async () => {
    await open('abi', { config: { key: 'value' } });
    const output = await plugin.call(
      'run',
      script([
        ['block', 'key'],
        ['config_get', ref(0)],
        ['length', ref(1)],
        ['load_u8', ref(1, 4)],
        ['alloc', 0n],
        ['load_u64', 2n ** 64n - 1n],
      ]),
    );
    const [key, value, ...rest] = results(output);
    expect([key, value]).to.not.include(0n);
    expect(rest).to.deep.equal([5n, BigInt('e'.charCodeAt(0)), 0n, 0n]);
    expect(await text('run_quiet', script([['block', 'out'], ['output_set', ref(0), 3n]]))).to.equal('out');
  });
});
