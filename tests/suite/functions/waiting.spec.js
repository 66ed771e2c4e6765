import { expect } from 'chai';
import { compile } from 'extism-web';
import { fixtureBytes, inWorker } from '../../support/fixtures.js';
import { callSync, create, expectError, instantiate, make, rejection } from '../../support/plugin.js';
import { canCallAtStart, canWait, canWaitAnywhere, decode, deferred, encode, host, sleep, ways, until } from './host.js';

const number = (value) => encode(['i32', value]);
const cannotWait = /^host function "host" "i32" must be waited for, which neither callSync nor the start of a plug-in can do: use call;.*JSPI.*runInWorker/;

/** Ways to give a promise that are not an `async function`. */
const promises = {
  'a resolved promise': () => Promise.resolve(1),
  'a promise of a timer': () => sleep(1).then(() => 1),
  'a rejected promise': () => Promise.reject(new Error('nobody is to see this')),
  'a thenable': () => ({ then: (resolve) => void resolve(1) }),
};

/** What a promise of a number or a failure comes to. */
const outcome = (promise) => promise.then((value) => value, (error) => error.message);
const outcomeOfCall = (call) => outcome(call.then((output) => decode('i32', output)));

describe('a promise of a host function', () => {
  for (const [name, i32] of Object.entries(promises)) {
    it(`${inWorker ? 'is waited for in a call where a synchronous one is refused' : 'fails a synchronous call'}: ${name}`, async () => {
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      for (let round = 0; round < 2; round += 1) {
        const call = callSync(plugin, 'i32', number(1));
        if (inWorker) expect(await outcomeOfCall(call)).to.equal(await outcome(Promise.resolve(i32())));
        else await expectError(call, 'UNSUPPORTED', cannotWait);
        expect(decode('f64', await callSync(plugin, 'f64', encode(['f64', 2.5])))).to.equal(2.5);
        expect(decode('f64', await plugin.call('f64', encode(['f64', 2.5])))).to.equal(2.5);
      }
    });

    if (canWaitAnywhere) {
      it(`is waited for as the plug-in starts, and as it starts anew: ${name}`, async () => {
        let start = i32;
        const wanted = await outcome(Promise.resolve(i32()));
        const functions = { host: { i32: (...args) => start(...args) } };
        const started = make('host_start', { functions });
        if (typeof wanted === 'string') expect((await rejection(started)).message).to.equal(wanted);
        else expect((await (await started).call('run')).text()).to.equal(String(wanted));

        start = () => 6;
        const plugin = await make('host_start', { functions });
        await expectError(plugin.call('trap'), 'TRAP', /unreachable/);
        start = i32;
        expect(await outcome(plugin.call('run').then((output) => Number(output.text())))).to.equal(wanted);
      });
      continue;
    }

    it(`fails the start of a plug-in: ${name}`, async () => {
      await expectError(make('host_start', { functions: { host: { i32 } } }), 'UNSUPPORTED', cannotWait);
    });

    if (canCallAtStart) it(`fails the start after a trap, and leaves the plug-in as it was: ${name}`, async () => {
      let start = () => 6;
      const plugin = await make('host_start', { functions: { host: { i32: (...args) => start(...args) } } });
      expect((await plugin.call('call', 1)).text()).to.equal('6');
      await expectError(plugin.call('trap'), 'TRAP', /unreachable/);
      start = i32;
      await expectError(plugin.call('run'), 'UNSUPPORTED', cannotWait);
      await expectError(callSync(plugin, 'run'), 'UNSUPPORTED', cannotWait);
      start = () => 8;
      expect((await plugin.call('run')).text()).to.equal('8');
    });

    if (canWait) continue;
    it(`fails a call where the engine has no JSPI: ${name}`, async () => {
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      for (let round = 0; round < 2; round += 1) {
        await expectError(plugin.call('i32', number(1)), 'UNSUPPORTED', cannotWait);
        expect(decode('f64', await plugin.call('f64', encode(['f64', 2.5])))).to.equal(2.5);
      }
    });
  }
});

if (!canWait) {
  describe('an async host function, where the engine has no JSPI', () => {
    const message = /^host function "host" "i32" is async: use an engine with JSPI \(WebAssembly\.Suspending\), or run the plug-in with the option runInWorker$/;

    it('fails the creation of a plug-in that imports it', async () => {
      const functions = host({ i32: async () => 1 });
      await expectError(make('host_fns', { functions }), 'UNSUPPORTED', message);
      const module = await WebAssembly.compile(await fixtureBytes('host_fns'));
      await expectError(make(module, { functions }), 'UNSUPPORTED', message);
      const compiled = await compile(await fixtureBytes('host_fns'), { functions });
      await expectError(instantiate(compiled, { functions }), 'UNSUPPORTED', message);
    });

    it('does no harm to one that does not', async () => {
      const functions = host({ more: async () => 1 });
      const plugin = await make('host_fns', { functions });
      expect(decode('i32', await plugin.call('i32', number(3)))).to.equal(3);
      const echo = await make('echo', { functions: host({ i32: async () => 1 }) });
      expect((await echo.call('echo', 'x')).text()).to.equal('x');
    });
  });
}

if (canWait) {
  const waitingWays = Object.entries(ways).filter(([way]) => way !== 'plainly');

  describe('a call that waits', () => {
    it('gives way to everything else', async () => {
      const gate = deferred();
      const plugin = await make('host_fns', { functions: host({ i32: () => gate.promise }) });
      const call = plugin.call('i32', number(1));
      expect(plugin.isActive()).to.equal(true);
      await sleep(5);
      expect(plugin.isActive()).to.equal(true);
      gate.resolve(12);
      expect(decode('i32', await call)).to.equal(12);
      expect(plugin.isActive()).to.equal(false);
    });

    it('refuses others meanwhile, which take nothing from it', async () => {
      const gate = deferred();
      const seen = [];
      const i32 = async (context) => {
        seen.push(context.hostContext());
        const value = await gate.promise;
        seen.push(context.hostContext(), context.read(context.store('stored')).text());
        return value;
      };
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      const call = plugin.call('i32', number(1), 'mine');
      for (let round = 0; round < 2; round += 1) {
        await expectError(plugin.call('i32', number(2), 'other'), 'REENTRANT', 'plugin is not reentrant');
        expect(() => plugin.callSync('i32', number(2), 'other')).to.throw(inWorker ? 'cannot be waited for' : 'plugin is not reentrant');
        // Which of two things is wrong is found first is no promise.
        expect((await rejection(plugin.call('i32', {}, 'other'))).code).to.be.oneOf(['INVALID_INPUT', 'REENTRANT']);
        expect(await plugin.reset()).to.equal(false);
        await sleep(1);
      }
      gate.resolve(12);
      expect(decode('i32', await call)).to.equal(12);
      expect(seen).to.deep.equal(['mine', 'mine', 'stored']);
    });

    it('may be one of several made in one go: the first goes on', async () => {
      const seen = [];
      const i32 = async (context, n) => {
        await sleep(1);
        seen.push(context.hostContext());
        return n;
      };
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      const settled = await Promise.allSettled([1, 2, 3].map((n) => plugin.call('i32', number(n), `call ${n}`)));
      expect(settled.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
      expect(decode('i32', settled[0].value)).to.equal(1);
      expect(settled[1].reason.code).to.equal('REENTRANT');
      expect(seen).to.deep.equal(['call 1']);
    });

    it('can be followed by the next as soon as it is over', async () => {
      const contexts = [];
      const plugin = await make('host_fns', {
        functions: host({ i32: async (context, n) => { await null; contexts.push(context.hostContext()); return n; } }),
      });
      let running = plugin.call('i32', number(0), 0);
      for (let n = 1; n < 50; n += 1) {
        // Looks on in every microtask, and calls in the first in which that is possible. A worker is heard of in tasks.
        for (let turn = 0; plugin.isActive(); turn += 1) {
          expect(turn).to.be.below(1000);
          await (inWorker ? sleep(0) : null);
        }
        const next = plugin.call('i32', number(n), n);
        expect(decode('i32', await running)).to.equal(n - 1);
        running = next;
      }
      expect(decode('i32', await running)).to.equal(49);
      expect(contexts).to.deep.equal(Array.from({ length: 50 }, (_, n) => n));
    });

    it(`${inWorker ? 'ends' : 'comes to its end'} when the plug-in is closed meanwhile`, async () => {
      const gate = deferred();
      const kept = [];
      const handle = async (context, at) => {
        kept.push(context);
        const suffix = await gate.promise;
        return context.store(context.read(at).text() + suffix + context.hostContext());
      };
      const plugin = await make('host_fns', { functions: host({ handle }) });
      const call = plugin.call('handle', 'in', 'context');
      await until(() => kept.length === 1);
      const ended = inWorker && expectError(call, 'CLOSED', 'plugin is closed');
      await plugin.close();
      await expectError(plugin.call('handle', 'x', 'other'), 'CLOSED', 'plugin is closed');
      if (!inWorker) expect(() => plugin.callSync('handle', 'x', 'other')).to.throw('plugin is closed');
      await ended;
      gate.resolve('-out-');
      if (!inWorker) expect((await call).text()).to.equal('in-out-context');
      expect(() => kept[0].store('x')).to.throw('plugin is closed').with.property('code', 'CLOSED');
      await expectError(plugin.call('handle', 'x'), 'CLOSED', 'plugin is closed');
    });

    it('may close its own plug-in', async () => {
      const handle = async (context, at) => {
        await plugin.close();
        return context.store(`${context.read(at).text()}, closed`);
      };
      const plugin = await make('host_fns', { functions: host({ handle }) });
      const call = plugin.call('handle', 'input');
      if (inWorker) await expectError(call, 'CLOSED', 'plugin is closed');
      else expect((await call).text()).to.equal('input, closed');
      await expectError(plugin.call('handle', 'x'), 'CLOSED', 'plugin is closed');
    });

    it('does not disturb one of another plug-in', async () => {
      const gates = [deferred(), deferred(), deferred()];
      const plugins = await Promise.all(gates.map(({ promise }) => make('host_fns', { functions: host({ i32: async (_, n) => n + (await promise) }) })));
      const calls = plugins.map((plugin, index) => plugin.call('i32', number(10 * index)));
      const order = [];
      calls.forEach((call, index) => call.then(() => order.push(index)));
      gates[1].resolve(1);
      expect(decode('i32', await calls[1])).to.equal(11);
      gates[2].resolve(2);
      expect(decode('i32', await calls[2])).to.equal(22);
      gates[0].resolve(3);
      expect(decode('i32', await calls[0])).to.equal(3);
      expect(order).to.deep.equal([1, 2, 0]);
    });

    it('does not disturb one of a plug-in of the same compiled plug-in', async () => {
      const functions = host({ i32: async (context, n) => { await sleep(5 - n); return n + context.hostContext(); } });
      const compiled = await compile(await fixtureBytes('host_fns'), { functions });
      const plugins = await Promise.all([1, 2, 3, 4].map(() => instantiate(compiled, { functions })));
      const outputs = await Promise.all(plugins.map((plugin, n) => plugin.call('i32', number(n), 100 * n)));
      expect(outputs.map((output) => decode('i32', output))).to.deep.equal([0, 101, 202, 303]);
      await Promise.all(plugins.map((plugin) => plugin.close()));
    });

    it('ends in the plug-in\'s own error, set before or after the wait', async () => {
      for (const late of [true, false]) {
        const i32 = async (context) => {
          if (late) await sleep(1);
          context.setError('said so');
          if (!late) await sleep(1);
          return 1;
        };
        const plugin = await make('host_fns', { functions: host({ i32 }) });
        await expectError(plugin.call('i32', number(1)), 'PLUGIN_ERROR', 'Plugin-originated error: said so');
        expect(decode('f64', await plugin.call('f64', encode(['f64', 2.5])))).to.equal(2.5);
      }
    });

    it('that never ends keeps nobody from making other plug-ins', async () => {
      const stuck = await make('host_fns', { functions: host({ i32: () => new Promise(() => {}) }) });
      let over = false;
      const call = outcome(stuck.call('i32', number(1)).finally(() => (over = true)));
      await sleep(1);
      const other = await make('host_fns', { functions: host() });
      expect(decode('i32', await other.call('i32', number(7)))).to.equal(7);
      expect(over).to.equal(false);
      expect(stuck.isActive()).to.equal(true);
      await stuck.close();
      if (inWorker) expect(await call).to.equal('plugin is closed');
    });

    for (const [way, wrap] of waitingWays) {
      it(`can be made 200 times in a row (results given ${way})`, async () => {
        const plugin = await make('host_fns', { functions: host({ i32: wrap((_, n) => n + 1) }) });
        let value = 0;
        for (let round = 0; round < 200; round += 1) value = decode('i32', await plugin.call('i32', number(value)));
        expect(value).to.equal(200);
      });

      it(`can fail 100 times in a row (results given ${way})`, async () => {
        const error = new Error('again');
        let fails = true;
        const plugin = await make('host_fns', { functions: host({ i32: wrap(() => { if (fails) throw error; return 5; }) }) });
        for (let round = 0; round < 100; round += 1) expect(await rejection(plugin.call('i32', number(1)))).to.equal(error);
        fails = false;
        expect(decode('i32', await plugin.call('i32', number(1)))).to.equal(5);
      });
    }

    it('may wait in some calls of a function and not in others', async () => {
      const handle = (_, at) => (at % 3n === 0n ? at : Promise.resolve(at));
      const plugin = await make('host_many', { functions: { host: { handle } } });
      expect((await plugin.call('run', 500)).text()).to.equal(String((500 * 499) / 2));
      let count = 0;
      const alternating = await make('host_many', { functions: { host: { handle: (_, at) => (count++ % 2 ? at : sleep(0).then(() => at)) } } });
      expect((await alternating.call('run', 50)).text()).to.equal(String((50 * 49) / 2));
      expect(count).to.equal(50);
    });

    it('is not needed: a synchronous call works while no promise is returned', async () => {
      let later = false;
      const i32 = (_, n) => (later ? Promise.resolve(n) : n);
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      expect(decode('i32', await callSync(plugin, 'i32', number(3)))).to.equal(3);
      later = true;
      if (!inWorker) expect(() => plugin.callSync('i32', number(3))).to.throw(cannotWait);
      expect(decode('i32', await plugin.call('i32', number(3)))).to.equal(3);
      later = false;
      expect(decode('i32', await callSync(plugin, 'i32', number(3)))).to.equal(3);
    });
  });

  describe('an async host function', () => {
    it('of a plug-in compiled without functions works all the same', async () => {
      const compiled = await compile(await fixtureBytes('host_fns'));
      const plugin = await instantiate(compiled, { functions: host({ i32: async (_, n) => n + 1 }) });
      expect(decode('i32', await plugin.call('i32', number(1)))).to.equal(2);
      expect(decode('f64', await plugin.call('f64', encode(['f64', 2.5])))).to.equal(2.5);
      if (!inWorker) await expectError(callSync(plugin, 'f64', number(1)), 'UNSUPPORTED', /unknown types must be waited for/);
      expect(decode('i32', await plugin.call('i32', number(4)))).to.equal(5);
      await plugin.close();
    });

    it('of a plug-in from a URL works', async () => {
      const { fixtureUrl } = await import('../../support/fixtures.js');
      const plugin = await create(fixtureUrl('host_fns'), { functions: host({ i32: async (_, n) => n + 1 }) });
      expect(decode('i32', await plugin.call('i32', number(1)))).to.equal(2);
      await plugin.close();
    });
  });
}
