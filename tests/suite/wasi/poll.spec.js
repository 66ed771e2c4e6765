// Waiting: on this thread, in a worker, and for ever. What `poll_oneoff` answers is in table.spec.js.
import { expect } from 'chai';
import { engine, inWorker } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';
import { wasiGuest } from './guest.js';

const sleeping = async (milliseconds, options) => {
  const guest = await wasiGuest(options);
  return (limits) => guest.plugin.call('sleep_ms', String(milliseconds), null, limits);
};
/** More than any clock will ever show: `u64::MAX` nanoseconds in milliseconds. */
const forever = 18_446_744_073_709;

describe('WASI sleeps', () => {
  it('really wait', async () => {
    const sleep = await sleeping(120);
    const begin = performance.now();
    expect(Number((await sleep()).text())).to.be.at.least(119);
    expect(performance.now() - begin).to.be.at.least(115);
  });

  if (engine !== 'node' && !inWorker) {
    it('never block a page for long, be they without an end', async () => {
      const sleep = await sleeping(forever);
      expect(Number((await sleep()).text())).to.be.within(900, 10_000);
    });
  }

  it('in a worker are ended by the time limit, and the next call works', async () => {
    const guest = await wasiGuest({ runInWorker: true, timeoutMs: 300 });
    for (const time of [forever, 3_600_000]) await expectError(guest.plugin.call('sleep_ms', String(time)), 'TIMEOUT', /timeout/);
    expect(Number((await guest.plugin.call('sleep_ms', '10')).text())).to.be.at.least(9);
  });

  it('in a worker are ended by a signal and by closing', async () => {
    const guest = await wasiGuest({ runInWorker: true });
    const controller = new AbortController();
    const call = guest.plugin.call('sleep_ms', String(forever), null, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expectError(call, 'ABORTED', /abort|enough|cancel/i);
    const last = guest.plugin.call('sleep_ms', String(forever));
    setTimeout(() => guest.plugin.close(), 50);
    await expectError(last, 'CLOSED', /closed/);
  });

  it('read nothing from standard input, where nobody types', async () => {
    const guest = await wasiGuest();
    expect(await guest.outcome('read_stdin')).to.equal('');
    expect(await guest.outcome('read_stdin')).to.equal('');
  });
});

describe('the polls of a plug-in', () => {
  it('tell of each thing that is ready, with its userdata', async () => {
    const plugin = await make('wasi_poll', { useWasi: true });
    const poll = async (name) => {
      const view = new DataView((await plugin.call(name)).bytes().slice().buffer);
      return { errno: view.getUint32(0, true), count: view.getUint32(4, true), userdata: view.getBigUint64(8, true) };
    };
    expect(await poll('clock')).to.deep.equal({ errno: 0, count: 1, userdata: 7n });
    expect(await poll('clock_abs')).to.deep.equal({ errno: 0, count: 1, userdata: 7n });
    expect(await poll('stdin')).to.deep.equal({ errno: 0, count: 1, userdata: 7n });
    expect(await poll('two')).to.deep.equal({ errno: 0, count: 1, userdata: 7n });
  });
});
