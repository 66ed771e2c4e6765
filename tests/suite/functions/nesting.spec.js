import { expect } from 'chai';
import { inWorker } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';
import { decode, encode, host, ways } from './host.js';

const number = (value) => encode(['i32', value]);

/** Why a plug-in cannot be called synchronously by its own host function. */
const refusal = inWorker ? ['a plug-in in a worker cannot be waited for with callSync: use call', 'UNSUPPORTED'] : ['plugin is not reentrant', 'REENTRANT'];

/** Where a plug-in is made that is called synchronously. */
const here = { runInWorker: false };

for (const [way, wrap] of Object.entries(ways)) {
  describe(`a host function (results given ${way})`, () => {
    it('cannot call its own plug-in', async () => {
      const refused = [];
      const i32 = wrap((_, n) => {
        try {
          plugin.callSync('i32', number(1));
        } catch (error) {
          refused.push(error.message, error.code);
        }
        expect(plugin.isActive()).to.equal(true);
        const inner = expectError(plugin.call('f64', number(1)), 'REENTRANT', 'plugin is not reentrant');
        refused.push(inner);
        return n + 1;
      });
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      for (let round = 0; round < 2; round += 1) {
        expect(decode('i32', await plugin.call('i32', number(4)))).to.equal(5);
        const [message, code, inner] = refused.splice(0);
        expect([message, code]).to.deep.equal(refusal);
        await inner;
        expect(plugin.isActive()).to.equal(false);
      }
    });

    it('can call another plug-in synchronously', async () => {
      const inner = await make('host_fns', { ...here, functions: host({ i32: (_, n) => n * 2 }) });
      const i32 = wrap((_, n) => decode('i32', inner.callSync('i32', number(n))) + 1);
      const outer = await make('host_fns', { functions: host({ i32 }) });
      expect(decode('i32', await outer.call('i32', number(20)))).to.equal(41);
    });

    it('can call plug-ins five deep', async () => {
      let work = (_, n) => n + 1;
      let plugin;
      for (let depth = 0; depth < 5; depth += 1) {
        plugin = await make('host_fns', { ...(way === 'plainly' && here), functions: host({ i32: depth === 0 ? wrap(work) : work }) });
        const below = plugin;
        work = (way === 'plainly')
          ? (context, n) => context.hostContext() + decode('i32', below.callSync('i32', number(n * 2), depth))
          : async (context, n) => {
            const got = decode('i32', await below.call('i32', number(n * 2), depth));
            return context.hostContext() + got;
          };
      }
      const top = await make('host_fns', { functions: host({ i32: work }) });
      for (let round = 0; round < 3; round += 1) {
        // Four contexts below the one of the outermost call: 0 is the innermost's, which does not look at it.
        expect(decode('i32', await top.call('i32', number(1), 100))).to.equal(2 ** 5 + 1 + 100 + 4 + 3 + 2 + 1);
      }
    });

    if (way === 'plainly') return;
    it('can create a plug-in and call it', async () => {
      const i32 = wrap(async (_, n) => {
        const inner = await make('echo');
        return n + (await inner.call('echo', 'four')).byteLength;
      });
      const outer = await make('host_fns', { functions: host({ i32 }) });
      expect(decode('i32', await outer.call('i32', number(3)))).to.equal(7);
    });
  });
}

describe('calls', () => {
  it('take their input as it is when they are made', async () => {
    const plugin = await make('host_fns', { functions: host() });
    const input = number(5);
    const call = plugin.call('i32', input);
    input[0] = 77;
    expect(decode('i32', await call)).to.equal(5);
  });
});
