import { expect } from 'chai';
import { make } from '../../support/plugin.js';
import { sleep } from '../functions/host.js';

const options = { runInWorker: true };
const input = new Uint8Array(16);

/** @param {() => Promise<unknown>} call */
async function callsUntil(call, isOver, most) {
  let calls = 0;
  for (; calls < most && !isOver(); calls++) await call();
  return calls;
}

describe('small calls in a row', () => {
  it('let everything else on the page have its turn', async () => {
    const plugin = await make('echo', options);
    for (let round = 0; round < 5; round++) {
      let fired = false;
      setTimeout(() => (fired = true));
      const calls = await callsUntil(
        () => plugin.call('echo', input),
        () => fired,
        50_000,
      );
      expect(fired, `a timer, after ${calls} calls`).to.equal(true);
    }
  });

  it('to several plug-ins do so, too', async () => {
    const plugins = await Promise.all([1, 2, 3].map(() => make('echo', options)));
    let fired = false;
    setTimeout(() => (fired = true));
    const all = plugins.map((plugin) => callsUntil(() => plugin.call('echo', input), () => fired, 50_000));
    const calls = await Promise.all(all);
    expect(fired, `a timer, after ${calls} calls`).to.equal(true);
  });

  it('find the worker awake and asleep', async () => {
    const plugin = await make('echo', options);
    for (const pause of [0, 1, 20, 0, 5]) {
      await sleep(pause);
      for (let i = 0; i < 50; i++) {
        const output = await plugin.call('echo', `${pause} ${i}`);
        expect(output.text()).to.equal(`${pause} ${i}`);
      }
    }
  });
});
