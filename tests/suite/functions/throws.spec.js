import { expect } from 'chai';
import { fixtureBytes } from '../../support/fixtures.js';
import { callSync, make } from '../../support/plugin.js';
import { canCallAtStart, decode, encode, host, ways } from './host.js';

class OwnError extends TypeError {}

const thrown = {
  'an Error': new Error('disk full'),
  'an error of a class of its own': new OwnError('own'),
  'a RangeError': new RangeError('Maximum call stack size exceeded'),
  'a RuntimeError': new WebAssembly.RuntimeError('unreachable'),
  'a string': 'no',
  'the empty string': '',
  'a number': 7,
  NaN,
  'a bigint': 7n,
  'a symbol': Symbol('thrown'),
  true: true,
  null: null,
  undefined,
  'an object': { code: 7 },
  'a frozen object': Object.freeze({ frozen: true }),
  'an object without a prototype': Object.create(null),
  'a function': () => {},
};

const sources = {
  bytes: () => fixtureBytes('host_fns'),
  'a WebAssembly.Module': async () => WebAssembly.compile(await fixtureBytes('host_fns')),
};

/** What a promise rejects with, which may be nothing at all: `[value]`. */
const caught = (promise) => promise.then(() => [], (value) => [value]);

describe('what a host function throws', () => {
  for (const [source, load] of Object.entries(sources)) {
    for (const [way, wrap] of Object.entries(ways)) {
      for (const [name, value] of Object.entries(thrown)) {
        it(`${way}, the plug-in as ${source}: ${name}`, async () => {
          const f64 = wrap(() => { throw value; });
          const plugin = await make(await load(), { functions: host({ f64 }) });
          for (let round = 0; round < 2; round += 1) {
            const seen = await caught(plugin.call('f64', encode(['f64', 1])));
            expect(seen).to.have.length(1);
            expect(Object.is(seen[0], value), 'the very same value').to.equal(true);
            expect(plugin.isActive()).to.equal(false);
            expect(decode('i32', await plugin.call('i32', encode(['i32', 5])))).to.equal(5);
          }
        });
      }
    }
  }

  it('comes out of a synchronous call', async () => {
    const error = new Error('at once');
    const plugin = await make('host_fns', { functions: host({ i32: () => { throw error; } }) });
    expect(await caught(callSync(plugin, 'i32', encode(['i32', 1])))).to.deep.equal([error]);
    expect(decode('i64', await callSync(plugin, 'i64', encode(['i64', 5n])))).to.equal(5n);
  });

  it('loses to the error that was set before', async () => {
    const error = new Error('thrown');
    const i32 = (context) => { context.setError('set'); throw error; };
    const plugin = await make('host_fns', { functions: host({ i32 }) });
    const [seen] = await caught(plugin.call('i32', encode(['i32', 1])));
    expect(seen.message).to.equal('Plugin-originated error: set');
    expect(seen.code).to.equal('PLUGIN_ERROR');
    expect(seen.cause).to.equal(error);
  });

  it('as its plug-in starts ends the creation', async () => {
    for (const value of Object.values(thrown)) {
      const seen = await caught(make('host_start', { functions: { host: { i32: () => { throw value; } } } }));
      expect(seen).to.have.length(1);
      if (!canCallAtStart) {
        expect(seen[0].code).to.equal('UNSUPPORTED');
        continue;
      }
      expect(Object.is(seen[0], value), String(value?.message)).to.equal(true);
    }
  });

  it('as its plug-in starts anew ends the call', async () => {
    let broken = false;
    const error = new Error('not now');
    const i32 = () => { if (broken) throw error; return 4; };
    const starting = make('host_start', { functions: { host: { i32 } } });
    if (!canCallAtStart) {
      const [reason] = await caught(starting);
      return expect(reason.code).to.equal('UNSUPPORTED');
    }
    const plugin = await starting;
    await caught(plugin.call('trap'));
    broken = true;
    expect(await caught(plugin.call('run'))).to.deep.equal([error]);
    expect(await caught(plugin.call('run'))).to.deep.equal([error]);
    broken = false;
    expect((await plugin.call('run')).text()).to.equal('4');
  });

  it('through another plug-in is the very same in the end', async () => {
    const error = Object.freeze(new Error('deep'));
    const inner = await make('host_fns', { runInWorker: false, functions: host({ i32: () => { throw error; } }) });
    const outer = await make('host_fns', { functions: host({ i32: () => inner.callSync('i32', encode(['i32', 1])).getInt32(0, true) }) });
    expect(await caught(outer.call('i32', encode(['i32', 1])))).to.deep.equal([error]);
  });
});
