import { expect } from 'chai';
import { fixtureBytes } from '../../support/fixtures.js';
import { make } from '../../support/plugin.js';
import { decode, encode, host, ways } from './host.js';

/** Type, what the guest passes, what the function sees, what it returns, what the guest gets. */
const values = [
  ['i32', 0, 0, 0, 0],
  ['i32', 7, 7, 8, 8],
  ['i32', -1, -1, -2, -2],
  ['i32', -2147483648, -2147483648, 2147483647, 2147483647],
  ['i32', 1, 1, 4294967295, -1],
  ['i64', 0n, 0n, 0n, 0n],
  ['i64', -1n, -1n, 1n, 1n],
  ['i64', 2n ** 63n - 1n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n)],
  ['u64', 2n ** 63n + 5n, -(2n ** 63n) + 5n, 2n ** 64n - 2n, 2n ** 64n - 2n],
  ['u64', 2n ** 64n - 1n, -1n, 2n ** 63n, 2n ** 63n],
  ['f32', 1.5, 1.5, -2.25, -2.25],
  ['f32', 0, 0, 0.1, Math.fround(0.1)],
  ['f32', -0, -0, -0, -0],
  ['f32', NaN, NaN, NaN, NaN],
  ['f32', Infinity, Infinity, -Infinity, -Infinity],
  ['f32', 3, 3, 1e300, Infinity],
  ['f64', 0.1, 0.1, 1e-320, 1e-320],
  ['f64', -0, -0, -0, -0],
  ['f64', NaN, NaN, NaN, NaN],
  ['f64', -Infinity, -Infinity, Infinity, Infinity],
  ['f64', Number.MAX_VALUE, Number.MAX_VALUE, Number.MIN_VALUE, Number.MIN_VALUE],
];

const sources = {
  bytes: (name) => fixtureBytes(name),
  'a WebAssembly.Module': async (name) => WebAssembly.compile(await fixtureBytes(name)),
};

describe('values of host functions', () => {
  for (const [source, load] of Object.entries(sources)) {
    for (const [way, wrap] of Object.entries(ways)) {
      describe(`given ${way}, the plug-in as ${source}`, () => {
        for (const [type, passed, seen, returned, got] of values) {
          it(`${type} ${Object.is(passed, -0) ? '-0' : passed}`, async () => {
            const signed = type.replace('u', 'i');
            const calls = [];
            const plugin = await make(await load('host_fns'), {
              functions: host({ [signed]: wrap((_, ...args) => { calls.push(args); return returned; }) }),
            });
            const output = await plugin.call(signed, encode([type, passed]));
            expect(calls).to.deep.equal([[seen]]);
            expect(Object.is(calls[0][0], seen), 'the sign of zero').to.equal(true);
            expect(Object.is(decode(type, output), got), String(decode(type, output))).to.equal(true);
          });
        }

        it('of all types at once', async () => {
          let seen;
          const mixed = wrap((_, ...args) => { seen = args; return -0.5; });
          const plugin = await make(await load('host_fns'), { functions: host({ mixed }) });
          const output = await plugin.call('mixed', encode(['i32', -3], ['i64', -(2n ** 40n)], ['f32', 0.5], ['f64', 1e100]));
          expect(seen).to.deep.equal([-3, -(2n ** 40n), 0.5, 1e100]);
          expect(decode('f64', output)).to.equal(-0.5);
        });

        it('of nothing, whatever is returned', async () => {
          for (const returned of [undefined, 7]) {
            const calls = [];
            const functions = host({ void: wrap((_, ...args) => { calls.push(args); return returned; }) });
            const plugin = await make(await load('host_fns'), { functions });
            expect(await plugin.call('void')).to.equal(null);
            expect(calls).to.deep.equal([[]]);
          }
        });

        it('by handle', async () => {
          const handle = wrap((context, at) => context.store(context.read(at).text().toUpperCase()));
          const plugin = await make(await load('host_fns'), { functions: host({ handle }) });
          expect((await plugin.call('handle', 'grüße')).text()).to.equal('GRÜSSE');
        });

        it('in twelve arguments', async () => {
          let seen;
          const wide = wrap((_, ...args) => { seen = args; return -5n; });
          const plugin = await make(await load('host_wide'), { functions: { host: { wide } } });
          expect((await plugin.call('run')).text()).to.equal('-5');
          expect(seen).to.deep.equal([1, 2n, 3, 4, 5, 6n, 7, 8, 9, 10n, 11, 12]);
        });
      });
    }
  }

  for (const [way, wrap] of Object.entries(ways)) {
    it(`through the PDK, given ${way}`, async () => {
      const stored = new Map();
      const plugin = await make('host_rust', {
        functions: {
          'extism:host/user': {
            kv_read: wrap((context, key) => context.store(stored.get(context.read(key).text()) ?? 'nothing')),
            kv_write: wrap((context, key, value) => {
              stored.set(context.read(key).text(), context.read(value).bytes());
            }),
            reverse: wrap((context, text) => context.store([...context.read(text).text()].reverse().join(''))),
          },
        },
      });
      expect((await plugin.call('read', 'absent')).text()).to.equal('nothing');
      expect((await plugin.call('write', 'schlüssel=wért')).text()).to.equal('wért');
      expect((await plugin.call('read', 'schlüssel')).text()).to.equal('wért');
      expect((await plugin.call('reversed', 'añb🌍')).text()).to.equal('🌍bña');
    });

    it(`in many calls, given ${way}`, async () => {
      const count = way === 'after a timer' ? 100 : 2000;
      const plugin = await make('host_many', { functions: { host: { handle: wrap((_, handle) => handle) } } });
      expect((await plugin.call('run', count)).text()).to.equal(String((count * (count - 1)) / 2));
    });
  }
});
