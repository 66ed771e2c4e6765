import { expect } from 'chai';
import { expectError, make } from '../../support/plugin.js';
import { encode, host, ways } from './host.js';

const named = (wrap) => ({
  ['__proto__']: { ['__proto__']: wrap((_, n) => n + 1) },
  constructor: { constructor: wrap((_, n) => n + 10) },
  toString: { valueOf: wrap((_, n) => n + 100) },
  'extism:host/env': { mine: wrap((_, n) => n + 1000) },
});

describe('names of host functions', () => {
  for (const [way, wrap] of Object.entries(ways)) {
    it(`may be any, also in extism:host/env (results given ${way})`, async () => {
      const plugin = await make('host_names', { functions: named(wrap) });
      expect((await plugin.call('run', 5)).text()).to.equal('1131');
      expect(Object.hasOwn(Object.prototype, 'constructor')).to.equal(true);
      expect(Object.prototype.constructor).to.equal(Object);
      expect(Object.hasOwn(Object, 'constructor')).to.equal(false);
      expect({}.mine).to.equal(undefined);
    });

    it(`are told apart by namespaces (results given ${way})`, async () => {
      const functions = { host: { i32: wrap((_, n) => n * 2) }, other: { i32: wrap((_, n) => n + 1) } };
      const plugin = await make('host_two', { functions });
      expect((await plugin.call('run', 20)).text()).to.equal('41');
    });
  }

  for (const namespace of Object.keys(named((f) => f))) {
    it(`are not found on JavaScript's own objects: ${namespace}`, async () => {
      const functions = Object.fromEntries(Object.entries(named((f) => f)).filter(([name]) => name !== namespace));
      await expectError(make('host_names', { functions }), 'LINK', /from module "main": cannot resolve import /);
    });
  }

  it('must be those that the plug-in imports', async () => {
    await expectError(
      make('host_two'),
      'LINK',
      'from module "main": cannot resolve import "host" "i32": not provided by host imports nor linked manifest items; give it as options.functions["host"]["i32"]',
    );
    await expectError(
      make('host_two', { functions: { host: { i32: () => 1 } } }),
      'LINK',
      'from module "main": cannot resolve import "other" "i32": not provided by host imports nor linked manifest items; options.functions has "i32" in "host", and it belongs in "other"',
    );
    await expectError(
      make('host_two', { functions: { host: { i32: () => 1 }, other: { i64: () => 1n } } }),
      'LINK',
      'from module "main": cannot resolve import "other" "i32": not provided by host imports nor linked manifest items; options.functions has "i32" in "host", and it belongs in "other"',
    );
    const { i64, ...rest } = host().host;
    expect(i64).to.be.a('function');
    await expectError(
      make('host_fns', { functions: { host: rest } }),
      'LINK',
      'from module "main": cannot resolve import "host" "i64" ("host" is a host module, but does not contain "i64"); give it as options.functions["host"]["i64"]',
    );
  });

  it('that nobody imports do no harm', async () => {
    const functions = { ...host({ unused: () => 1, later: async () => 1 }), elsewhere: { more: async () => {} } };
    const plugin = await make('host_fns', { functions });
    expect((await plugin.call('i32', encode(['i32', 3]))).getInt32(0, true)).to.equal(3);
    expect((await (await make('echo', { functions })).call('echo', 'x')).text()).to.equal('x');
  });

  it('may stand for the host\'s own functions', async () => {
    const functions = { 'extism:host/env': { config_get: (context) => context.store('own') } };
    const plugin = await make('abi', { functions, config: { key: 'value' } });
    const { script, results, ref } = await import('../../support/abi-script.js');
    const output = await plugin.call('run', script([['block', 'key'], ['config_get', ref(0)], ['length', ref(1)]]));
    expect(results(output)[2]).to.equal(3n);
  });
});

describe('the option functions', () => {
  const wrong = [
    ['a string', 'text', 'options.functions must be an object, got string'],
    ['a number', 7, 'options.functions must be an object, got number'],
    ['an array', [], 'options.functions must be an object, got array'],
    ['a function', () => {}, 'options.functions must be an object, got function'],
    ['a namespace that is a function', { host: () => {} }, 'options.functions.host must be an object, got function'],
    ['a namespace that is null', { host: null }, 'options.functions.host must be an object, got null'],
    ['a namespace that is an array', { host: [() => {}] }, 'options.functions.host must be an object, got array'],
    ['a function that is a number', { host: { f: 1 } }, 'options.functions.host.f must be a function, got number'],
    ['a function that is undefined', { host: { f: undefined } }, 'options.functions.host.f must be a function, got undefined'],
    ['a function that is a promise', { host: { f: Promise.resolve() } }, 'options.functions.host.f must be a function, got object'],
    ['one wrong among right ones', host({ no: null }), 'options.functions.host.no must be a function, got null'],
  ];
  for (const [name, functions, message] of wrong) {
    it(`is refused as ${name}`, async () => {
      const error = await expectError(make('echo', { functions }), 'INVALID_OPTION', message);
      expect(error).to.be.instanceOf(TypeError);
    });
  }

  for (const functions of [undefined, null, {}, { host: {} }]) {
    it(`may be ${JSON.stringify(functions)}`, async () => {
      expect((await (await make('echo', { functions })).call('echo', 'x')).text()).to.equal('x');
    });
  }

  it('is read once: later changes count for nothing', async () => {
    const functions = host();
    const plugin = await make('host_fns', { functions });
    functions.host.i32 = () => 99;
    delete functions.host.f64;
    expect((await plugin.call('i32', encode(['i32', 3]))).getInt32(0, true)).to.equal(3);
    expect((await plugin.call('f64', encode(['f64', 3]))).getFloat64(0, true)).to.equal(3);
  });
});
