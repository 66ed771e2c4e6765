import { expect } from 'chai';
import createPlugin from 'extism-web';
import { fixtureBytes } from '../../support/fixtures.js';
import { make } from '../../support/plugin.js';
import { until } from '../functions/host.js';

/** Makes memories until there are so many or there is no room for another. @returns how many */
function fill(most) {
  const memories = [];
  try {
    while (memories.length < most) memories.push(new WebAssembly.Memory({ initial: 1, maximum: 1 }));
  } catch (error) {
    expect(String(error)).to.match(/memory/);
  }
  return memories.length;
}

/**
 * Leaves memories behind that nobody uses, and room for two more: enough for the page, which would find that out when it
 * has none, and too little for the worker.
 * @param {number} [left] for how many there is room
 */
function litter(left = 2) {
  const room = fill(1000);
  // The first of these makes the engine let go of those before.
  expect(fill(room - left)).to.equal(room - left);
}

/** Has the page keep a kernel for the next plug-in, which then makes no memory on the page: the engine notices nothing there. */
async function keepKernel() {
  const plugin = await createPlugin(await fixtureBytes('echo'));
  await plugin.close();
}

/** The locks of the workers that there are: each holds one. */
async function workers() {
  const { held } = await navigator.locks.query();
  return held.map(({ name }) => name).filter((name) => name.startsWith('extism-web '));
}

describe('a plug-in in a worker', () => {
  if (globalThis.navigator?.locks) {
    it('ends when it is closed, and with it all that it holds', async () => {
      // Of plug-ins that other specs dropped there may be some still.
      const before = await workers();
      const plugin = await make('echo', { runInWorker: true });
      await plugin.call('echo', 'x');
      const own = (await workers()).filter((name) => !before.includes(name));
      expect(own).to.have.lengthOf(1);
      await plugin.close();
      await until(async () => !(await workers()).includes(own[0]));
    });
  }

  it('is made where memories that nobody uses take all the room', async () => {
    for (let round = 0; round < 3; round += 1) {
      if (round > 0) await keepKernel();
      litter();
      const plugin = await make('grow', { runInWorker: true });
      expect((await plugin.call('size')).text()).to.equal('1');
      litter();
      await plugin.close();
    }
  });

  it('is made anew after a trap where memories that nobody uses take all the room; vars stay', async () => {
    const plugin = await make('fail', { runInWorker: true });
    for (let round = 0; round < 5; round++) {
      await plugin.call('panics').catch((error) => expect(error.code).to.equal('TRAP'));
      litter(0);
      expect((await plugin.call('ok')).text()).to.equal('ok');
    }
  });

  it('is replaced where memories that nobody uses take all the room; vars stay', async () => {
    const plugin = await make('endless', { runInWorker: true });
    await plugin.call('set', 5);
    litter();
    let code;
    await plugin.call('forever', null, null, { timeoutMs: 50 }).catch((error) => (code = error.code));
    expect(code).to.equal('TIMEOUT');
    expect((await plugin.call('get')).text()).to.equal('5');
  });
}).timeout(60_000);
