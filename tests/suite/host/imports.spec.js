import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { inWorker } from '../../support/fixtures.js';
import { expectNoGuest, instancesOf, ownKernel } from '../../support/instances.js';
import { expectError, make, recorder, rejection } from '../../support/plugin.js';

/** The memory imports of a plug-in: wasm calls wasm. */
const kernelImports = [
  ...['alloc', 'free', 'length', 'length_unsafe', 'load_u8', 'load_u64', 'store_u8', 'store_u64'],
  ...['input_offset', 'input_length', 'input_load_u8', 'input_load_u64', 'output_set', 'error_set', 'error_get'],
];

async function run(plugin, lines) {
  return results(await plugin.call('run', script(lines)));
}

const text = (bigints) => String.fromCharCode(...bigints.map(Number));

/** Lines that read `length` bytes at the handle of the record `index`. */
const read = (index, length) => Array.from({ length }, (_, i) => ['load_u8', ref(index, i)]);

describe('imports', () => {
  it('of memory are the kernel\'s own exports', async () => {
    const instances = await instancesOf(() => make('abi', ownKernel));
    if (inWorker) return expectNoGuest(instances);
    const [kernel, plugin] = instances;
    const env = plugin.imports['extism:host/env'];
    for (const name of kernelImports) expect(env[name], name).to.equal(kernel.exports[name]);
    expect(Object.keys(kernel.imports.env)).to.deep.equal(['memory']);
  });

  it('that are the kernel\'s for the host cannot be had by a plug-in', async () => {
    const instances = await instancesOf(() => make('abi', ownKernel));
    if (inWorker) return expectNoGuest(instances);
    const [kernel, plugin] = instances;
    const forHost = Object.keys(kernel.exports).filter((name) => name.startsWith('host_'));
    expect(forHost).to.not.be.empty;
    const env = plugin.imports['extism:host/env'];
    for (const name of Object.keys(kernel.exports)) {
      if (!kernelImports.includes(name)) expect(env, name).to.not.have.property(name);
    }
  });
});

describe('config_get', () => {
  it('gives values by key, and 0 for what is not there', async () => {
    const plugin = await make('abi', { config: { key: 'value', leer: '' } });
    const [, at, length, ...rest] = await run(plugin, [
      ['block', 'key'],
      ['config_get', ref(0)],
      ['length', ref(1)],
      ...read(1, 5),
      ['block', 'leer'],
      ['config_get', ref(8)],
      ['block', 'absent'],
      ['config_get', ref(10)],
    ]);
    expect(at).to.not.equal(0n);
    expect(length).to.equal(5n);
    expect(text(rest.slice(0, 5))).to.equal('value');
    expect(rest[6], 'an empty value is the null handle').to.equal(0n);
    expect(rest[8]).to.equal(0n);
  });

  for (const key of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    it(`does not find ${key} unless it is there`, async () => {
      const lines = [['block', key], ['config_get', ref(0)], ['length', ref(1)]];
      expect((await run(await make('abi'), lines))[2]).to.equal(0n);
      const config = JSON.parse(`{"${key}": "mine"}`);
      expect((await run(await make('abi', { config }), lines))[2]).to.equal(4n);
    });
  }

  it('frees the key, and reads an empty one', async () => {
    const plugin = await make('abi', { config: { '': 'nameless' } });
    const lines = [['block', 'key'], ['config_get', ref(0)], ['length', ref(0)], ['config_get', 0n], ['length', ref(3)]];
    const found = await run(plugin, lines);
    expect(found[2]).to.equal(0n);
    expect(found[4]).to.equal(8n);
  });

  it('prefers the options to the manifest', async () => {
    const wasm = [{ data: await (await import('../../support/fixtures.js')).fixtureBytes('count_vowels') }];
    const config = { vowels: 'a' };
    const vowels = async (options) => (await (await make({ wasm, config }, options)).call('count_vowels', 'x')).json().vowels;
    expect(await vowels()).to.equal('a');
    expect(await vowels({ config: { vowels: 'b' } })).to.equal('b');
    expect(await vowels({ config: {} })).to.equal('aeiouAEIOU');
  });
});

describe('vars', () => {
  const set = (key, value) => [['block', key], ['block', value], ['var_set', ref(0), ref(1)]];
  const get = (key) => [['block', key], ['var_get', ref(0)], ['length', ref(1)]];
  const lengthOf = async (plugin, key) => (await run(plugin, get(key)))[2];

  it('live on after reset and failed calls, and end when set to 0', async () => {
    const plugin = await make('abi');
    await run(plugin, set('k', 'value'));
    await plugin.reset();
    await rejection(plugin.call('absent'));
    const found = await run(plugin, [...get('k'), ...read(1, 5)]);
    expect(text(found.slice(3))).to.equal('value');
    await run(plugin, [['block', 'k'], ['var_set', ref(0), 0n]]);
    expect(await lengthOf(plugin, 'k')).to.equal(0n);
  });

  it('are the plug-in\'s own', async () => {
    const [one, two] = [await make('abi'), await make('abi')];
    await run(one, set('k', 'value'));
    expect(await lengthOf(two, 'k')).to.equal(0n);
  });

  it('take any bytes as key and value', async () => {
    const plugin = await make('abi');
    const key = new Uint8Array([0xff, 0, 0xfe]);
    await run(plugin, set(key, new Uint8Array([1, 0, 255])));
    await run(plugin, set('', 'nameless'));
    expect((await run(plugin, [...get(key), ...read(1, 3)])).slice(3)).to.deep.equal([1n, 0n, 255n]);
    expect(await lengthOf(plugin, new Uint8Array([0xff, 0, 0xfd]))).to.equal(0n);
    expect(await lengthOf(plugin, '')).to.equal(8n);
    expect(await lengthOf(plugin, '__proto__')).to.equal(0n);
  });

  it('free the handles they are given', async () => {
    const plugin = await make('abi');
    const found = await run(plugin, [...set('k', 'value'), ['length', ref(0)], ['length', ref(1)]]);
    expect(found.slice(3)).to.deep.equal([0n, 0n]);
  });

  it('are limited to 1 MiB together, and the next call works', async () => {
    const plugin = await make('abi');
    await run(plugin, set('a', new Uint8Array(1 << 20)));
    const error = await expectError(plugin.call('run', script(set('b', 'x'))), 'VAR_LIMIT', 'var memory limit exceeded: 1048577 bytes requested, 1048576 allowed');
    expect(error.exitCode).to.equal(undefined);
    await run(plugin, set('a', new Uint8Array(10)));
    await run(plugin, set('b', 'x'));
    expect(await lengthOf(plugin, 'a')).to.equal(10n);
    expect(await lengthOf(plugin, 'b')).to.equal(1n);
  });
});

describe('handles that are no block', () => {
  const cases = {
    config_get: [['config_get', 0x999999n]],
    var_get: [['var_get', 0x999999n]],
    var_set: [['block', 'k'], ['var_set', ref(0), 0x999999n]],
    log_error: [['log_error', 0x999999n]],
  };
  for (const [name, lines] of Object.entries(cases)) {
    it(`end ${name} in an error, and the next call works`, async () => {
      const plugin = await make('abi', { logger: recorder(), logLevel: 'trace' });
      await expectError(plugin.call('run', script(lines)), 'BAD_HANDLE', `Plugin error: ${name} was given the handle 0x999999, which is not a live block`);
      expect(await run(plugin, [['get_log_level']])).to.deep.equal([0n]);
    });
  }
});

describe('logs', () => {
  const levels = ['trace', 'debug', 'info', 'warn', 'error'];
  for (const [index, logLevel] of [...levels, 'silent'].entries()) {
    it(`at ${logLevel} pass on what is as bad or worse`, async () => {
      const logger = recorder();
      const plugin = await make('logs', { logger, logLevel });
      await plugin.call('logs', 'grüße');
      expect(logger.lines).to.deep.equal(levels.slice(index).map((level) => [level, 'grüße']));
      const number = logLevel === 'silent' ? 0x7fffffff : index;
      expect((await plugin.call('level')).text()).to.equal(String(number));
    });
  }

  it('are silent unless asked for', async () => {
    const logger = recorder();
    await (await make('logs', { logger })).call('logs', 'x');
    expect(logger.lines).to.deep.equal([]);
  });

  it('free the message, also when it is filtered out', async () => {
    const lines = levels.flatMap((level, i) => [['block', 'm'], [`log_${level}`, ref(3 * i)], ['length', ref(3 * i)]]);
    const plugin = await make('abi', { logger: recorder(), logLevel: 'warn' });
    const found = await run(plugin, lines);
    expect(found.filter((_, i) => i % 3 === 2)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  for (const thrown of [new Error('disk full'), 'a string', null, undefined, Object.freeze({ frozen: true })]) {
    it(`end the call with what the logger throws: ${thrown instanceof Error ? 'an error' : JSON.stringify(thrown)}`, async () => {
      const logger = { ...recorder(), warn: () => { throw thrown; } };
      const plugin = await make('logs', { logger, logLevel: 'warn' });
      let caught = { nothing: true };
      try {
        await plugin.call('logs', 'x');
      } catch (error) {
        caught = error;
      }
      expect(caught).to.equal(thrown);
      expect((await plugin.call('level')).text()).to.equal('3');
    });
  }
});
