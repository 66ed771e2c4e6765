import { expect } from 'chai';
import { fixtureBytes, inWorker } from '../../support/fixtures.js';
import { callSync, expectError, make } from '../../support/plugin.js';
import { canWait, decode, encode, host, ways } from './host.js';

const wanted = { i32: 'a number', i64: 'a BigInt', f32: 'a number', f64: 'a number', handle: 'a BigInt' };

const wrong = [
  ['undefined', undefined],
  ['null', null],
  ['string', '1'],
  ['boolean', true],
  ['object', {}],
  ['array', [1]],
  ['symbol', Symbol('s')],
  ['function', () => 1],
];

describe('a host function that returns what the plug-in cannot take', () => {
  for (const [way, wrap] of Object.entries(ways)) {
    for (const [name, kind] of Object.entries(wanted)) {
      const type = name === 'handle' ? 'i64' : name;
      const other = kind === 'a BigInt' ? ['number', 1] : ['bigint', 1n];
      for (const [got, value] of [...wrong, other]) {
        it(`${way}: ${got} for ${name}`, async () => {
          let result = value;
          const functions = host({ [name]: wrap(() => result) });
          const plugin = await make('host_fns', { functions });
          await expectError(
            plugin.call(name, encode(['i64', 1n])),
            'HOST_FUNCTION',
            `host function "host" "${name}" must return an ${type} (${kind}), and returned a value of type ${got}`,
          );
          result = type === 'i64' ? 0n : 0;
          const output = await plugin.call(name, encode(['i64', 1n]));
          expect(output.byteLength === 0 || decode('i64', output) === 0n).to.equal(true);
        });
      }
    }
  }

  describe('where its type is not known', () => {
    const load = async () => WebAssembly.compile(await fixtureBytes('host_fns'));
    for (const [way, wrap] of Object.entries(ways)) {
      for (const [got, value] of wrong.filter(([, value]) => value !== undefined)) {
        it(`${way}: ${got}`, async () => {
          const plugin = await make(await load(), { functions: host({ i32: wrap(() => value) }) });
          await expectError(
            plugin.call('i32', encode(['i64', 1n])),
            'HOST_FUNCTION',
            `host function "host" "i32" must return a number, a BigInt or nothing, and returned a value of type ${got}`,
          );
          expect(decode('f64', await plugin.call('f64', encode(['f64', 1.5])))).to.equal(1.5);
        });
      }

      for (const [name, value] of [['i32', 1n], ['i64', 1], ['i64', undefined]]) {
        it(`${way}: ${typeof value} for ${name}, which the engine refuses`, async () => {
          let result = value;
          const plugin = await make(await load(), { functions: host({ [name]: wrap(() => result) }) });
          let caught;
          await plugin.call(name, encode(['i64', 1n])).catch((error) => (caught = error));
          expect(caught).to.be.instanceOf(TypeError);
          expect(plugin.isActive()).to.equal(false);
          result = name === 'i64' ? 2n : 2;
          expect(decode(name, await plugin.call(name, encode(['i64', 1n])))).to.equal(name === 'i64' ? 2n : 2);
        });
      }
    }
  });

  it('fails a synchronous call too', async () => {
    const plugin = await make('host_fns', { functions: host({ i64: () => 1 }) });
    await expectError(callSync(plugin, 'i64', encode(['i64', 1n])), 'HOST_FUNCTION', /"host" "i64" must return an i64 \(a BigInt\)/);
    expect(decode('i32', await callSync(plugin, 'i32', encode(['i32', 3])))).to.equal(3);
  });

  if (canWait) {
    it('is refused in a synchronous call where types are not known', async () => {
      const compiled = await make(await WebAssembly.compile(await fixtureBytes('host_fns')), { functions: host() });
      const call = callSync(compiled, 'i32', encode(['i32', 3]));
      if (inWorker) expect(decode('i32', await call)).to.equal(3);
      else await expectError(call, 'UNSUPPORTED', /functions of unknown types must be waited for/);
      expect(decode('i32', await compiled.call('i32', encode(['i32', 3])))).to.equal(3);
    });
  }
});
