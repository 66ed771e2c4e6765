// Plug-ins that nobody closes and nobody has any more: what they hold is freed when there is need of it.
import { expect } from 'chai';
import createPlugin, { compile, createPool, PluginError } from 'extism-web';
import { canCallPage, engine, fixtureBytes, hasJspi, inWorker } from '../../support/fixtures.js';
import { create, rejection } from '../../support/plugin.js';
import { decode, encode, host, sleep, until } from '../functions/host.js';

const number = encode(['i32', 4]);

/** More than there is room for at once in Chromium, the only engine with room for few. In workers, which take their time to start, just that. */
const ROUNDS = !inWorker ? 300 : engine === 'chromium' ? 50 : 10;

const module = async (name) => WebAssembly.compile(await fixtureBytes(name));

/** How many workers there are: each holds a lock. */
async function workers() {
  const { held } = await navigator.locks.query();
  return held.filter(({ name }) => name.startsWith('extism-web ')).length;
}

/** Makes and drops plug-ins until `condition` holds: engines collect when they see fit. */
async function dropUntil(condition) {
  for (let round = 0; round < 200 && !(await condition()); round += 1) {
    new ArrayBuffer(16 << 20);
    for (let i = 0; i < 20; i += 1) await create(await module('counter'));
    await sleep(20);
  }
  expect(await condition()).to.equal(true);
}

describe('plug-ins that are dropped without close', () => {
  it(`leave room for others: ${ROUNDS} in a row, each called`, async () => {
    const counter = await module('counter');
    for (let round = 0; round < ROUNDS; round += 1) {
      const plugin = await create(counter);
      expect((await plugin.call('count', 'x')).text(), `round ${round}`).to.equal('1');
    }
  });

  if (!inWorker) it(`leave room for others, of one that is compiled and each made anew after a trap: ${ROUNDS} in a row`, async () => {
    const compiled = await compile(await fixtureBytes('counter'));
    for (let round = 0; round < ROUNDS; round += 1) {
      const plugin = await compiled.instantiate();
      expect((await plugin.call('count', 'x')).text(), `round ${round}`).to.equal('1');
      await rejection(plugin.call('count', 'abc'));
      expect((await plugin.call('count', 'x')).text(), `round ${round}`).to.equal('1');
    }
  });

  it(`leave room for others when the logger and fetch refer to them: ${ROUNDS} in a row`, async () => {
    const counter = await module('counter');
    for (let round = 0; round < ROUNDS; round += 1) {
      const seen = [];
      const log = () => void seen.push(plugin.isActive());
      const logger = { trace: log, debug: log, info: log, warn: log, error: log };
      const plugin = await create(counter, { logger, logLevel: 'info', fetch: () => plugin.call('count') });
      expect((await plugin.call('log', 'hello')).text(), `round ${round}`).to.equal('ggggg');
      expect(seen).to.deep.equal([true]);
    }
  });

  if (canCallPage) {
    it(`leave room for others when their host functions refer to them: ${ROUNDS} in a row`, async () => {
      const bytes = await fixtureBytes('host_fns');
      for (let round = 0; round < ROUNDS; round += 1) {
        const plugin = await create(bytes, { functions: host({ i32: (_context, n) => n + Number(plugin.isActive()) }) });
        expect(decode('i32', await plugin.call('i32', number)), `round ${round}`).to.equal(5);
      }
    });
  }

  if (!inWorker) it(`leave room for others when WASI is on, and after a call that failed: ${ROUNDS} in a row`, async () => {
    const bytes = await fixtureBytes('wasi_log');
    for (let round = 0; round < ROUNDS; round += 1) {
      const plugin = await create(bytes, { useWasi: true, enableWasiOutput: true, logger: { ...console, info: () => plugin.isActive() } });
      expect((await plugin.call('log', 'hello')).byteLength, `round ${round}`).to.equal(5);
      await rejection(plugin.call('absent'));
    }
  });
}).timeout(180_000);

describe('a plug-in that nobody has any more but', () => {
  if (!inWorker) {
    it('by its instance lives on', async () => {
      let plugin = await createPlugin(await module('host_fns').then(() => fixtureBytes('host_fns')), { functions: host({ i32: (_context, n) => n + 1 }) });
      let ended = false;
      const registry = new FinalizationRegistry(() => (ended = true));
      registry.register(await createPlugin(await module('counter')), undefined);
      const { exports } = await plugin.getInstance();
      plugin = undefined;
      await dropUntil(() => ended);
      expect(exports.void()).to.equal(0);
      expect(exports.i32()).to.equal(0);
    });
  }

  if (canCallPage) {
    it('by a context that a host function kept lives on', async () => {
      let kept;
      let ended = false;
      const registry = new FinalizationRegistry(() => (ended = true));
      const use = async () => {
        registry.register(await create(await module('counter')), undefined);
        const plugin = await create(await fixtureBytes('host_fns'), { functions: host({ i32: (context, n) => { kept = context; context.setVariable('v', 'mine'); return n; } }) });
        await plugin.call('i32', number);
      };
      await use();
      await dropUntil(() => ended);
      expect(kept.getVariable('v').text()).to.equal('mine');
      expect(kept.read(kept.store('more')).text()).to.equal('more');
    });
  }

  it('by a call that is under way comes to its end', async () => {
    const order = [];
    const call = async (i) => {
      const logger = { ...console, info: () => order.push(i) };
      const plugin = await create(await module('counter'), { logger, logLevel: 'info' });
      return plugin.call('log', 'hello');
    };
    const outputs = await Promise.all(Array.from({ length: 8 }, (_, i) => call(i)));
    expect(outputs.map((output) => output.text())).to.deep.equal(Array(8).fill('ggggg'));
    if (!canCallPage || (!inWorker && !hasJspi)) return;
    const waits = async () => {
      const plugin = await create(await fixtureBytes('host_fns'), { functions: host({ i32: (_context, n) => sleep(500).then(() => n + 1) }) });
      return decode('i32', await plugin.call('i32', number));
    };
    const waiting = Promise.all([waits(), waits()]);
    for (let i = 0; i < 20; i += 1) new ArrayBuffer(32 << 20);
    expect(await waiting).to.deep.equal([5, 5]);
  });
}).timeout(120_000);

if (inWorker && engine === 'chromium') {
  describe('pools that are dropped', () => {
    it('leave room for others: 20 of 2 workers in a row', async () => {
      const bytes = await fixtureBytes('counter');
      for (let round = 0; round < 20; round += 1) {
        const pool = await createPool(bytes, { size: 2 });
        const outputs = await Promise.all([pool.call('letter', 'x'), pool.call('letter', 'x'), pool.call('letter', 'x')]);
        expect(outputs.map((output) => output.text()).join(''), `round ${round}`).to.equal('BBB');
      }
    });
  }).timeout(180_000);
}

if (inWorker && engine === 'chromium') {
  describe('the workers of plug-ins that are dropped', () => {
    it('end', async () => {
      const counter = await module('counter');
      const before = await workers();
      // Held until they are counted: the engine may look for what nobody has at any time.
      const held = [];
      for (let i = 0; i < 5; i += 1) {
        held.push(await create(counter));
        await held[i].call('count', 'x');
      }
      expect(await workers()).to.be.at.least(5);
      expect(held.splice(0)).to.have.lengthOf(5);
      let most = await workers();
      for (let round = 0; round < 50; round += 1) {
        await (await create(counter)).call('count', 'x');
        most = Math.max(most, await workers());
      }
      expect(most, 'as many as there is room for, and no more').to.be.below(before + 50);
    });
  }).timeout(120_000);
}

if (engine === 'chromium') {
  describe('where there is no room for another plug-in', () => {
    it('it is refused with a code, and made when others are closed', async () => {
      const counter = await module('counter');
      const open = [];
      let error;
      while (error === undefined && open.length < 400) {
        try {
          open.push(await create(counter));
        } catch (reason) {
          error = reason;
        }
      }
      expect(error, String(error)).to.be.instanceOf(PluginError);
      expect(error.code).to.equal('MEMORY_LIMIT');
      expect(open.length, 'what README says').to.be.within(inWorker ? 25 : 55, inWorker ? 62 : 124);
      // Those that are there go on.
      for (const plugin of open) expect((await plugin.call('letter', 'x')).text()).to.equal('B');
      await Promise.all(open.map((plugin) => plugin.close()));
      const next = await create(counter);
      expect((await next.call('letter', 'x')).text()).to.equal('B');
      await next.close();
    });
  }).timeout(120_000);
}
