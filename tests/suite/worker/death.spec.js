import { expect } from 'chai';
import { engine, isolated } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';
import { sleep } from '../functions/host.js';
import { odd } from './workers.js';

const options = { runInWorker: true };

const number = async (promise) => Number((await promise).text());

// A start is tried again where memories that nobody uses take all the room: there may be more workers than plug-ins.

describe('a worker that ends by itself', () => {
  it('rejects the call that runs, and is replaced; vars stay', async () => {
    const worker = await odd('nothing');
    const plugin = await make('endless', { ...options, worker });
    for (let round = 1; round <= 3; round++) {
      await plugin.call('set', round);
      const call = plugin.call('forever');
      await sleep(30);
      const before = worker.started.length;
      worker.started.at(-1).terminate();
      await expectError(call, 'WORKER', /^the plug-in's worker ended by itself/);
      expect(await number(plugin.call('get'))).to.equal(round);
      expect(worker.started.length).to.be.above(before);
    }
  });

  it('between two calls goes unnoticed', async () => {
    const worker = await odd('nothing');
    const plugin = await make('endless', { ...options, worker });
    await plugin.call('set', 5);
    const before = worker.started.length;
    worker.started.at(-1).terminate();
    while (worker.started.length === before) await sleep(5);
    expect(await number(plugin.call('get'))).to.equal(5);
  });

  // A worker that shares memory with its page is blocked between calls, and hears nobody else.
  if (!isolated) {
    for (const word of ['end', 'throw']) {
      it(`between two calls, on its own account (${word}), is replaced`, async () => {
        const worker = await odd('nothing');
        const plugin = await make('endless', { ...options, worker });
        await plugin.call('set', 6);
        const before = worker.started.length;
        worker.started.at(-1).postMessage(word);
        while (worker.started.length === before) await sleep(5);
        expect(await number(plugin.call('get'))).to.equal(6);
      });
    }
  }

  it('as it starts', async () => {
    const text = /^the plug-in's worker ended by itself/;
    await expectError(make('echo', { ...options, worker: await odd('ends at the start') }), 'WORKER', text);
  });

  it('by an error as it starts', async () => {
    const text = /^the plug-in's worker failed: .*an odd worker/;
    await expectError(make('echo', { ...options, worker: await odd('throws at the start') }), 'WORKER', text);
  });

  it('by an error of its script', async () => {
    const error = await expectError(make('echo', { ...options, worker: await odd('throws at once') }), 'WORKER', /^the plug-in's worker failed: .*an odd worker/);
    expect(error.name).to.equal('PluginError');
  });

  it('since its script is not there', async () => {
    const worker = new URL('nowhere.js', import.meta.url);
    await expectError(make('echo', { ...options, worker }), 'WORKER', /^the plug-in's worker (could not be loaded|failed: Cannot find module)/);
  });

  if (engine === 'node') {
    it('since it is out of memory', async () => {
      const worker = await odd('grows', { resourceLimits: { maxOldGenerationSizeMb: 32 } });
      await expectError(make('echo', { ...options, worker }), 'WORKER', /^the plug-in's worker failed: .*memory limit/);
    });
  }
});
