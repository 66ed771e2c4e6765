import { expect } from 'chai';
import { strange } from '../../support/workers/oddities.js';
import { expectError, make } from '../../support/plugin.js';
import { odd, scriptUrl } from './workers.js';

const options = { runInWorker: true };

describe('messages of strangers', () => {
  it('from the worker are ignored', async () => {
    const plugin = await make('echo', { ...options, worker: await odd('chatters') });
    for (const input of ['a', '', 'b'.repeat(100_000)]) expect((await plugin.call('echo', input)).text()).to.equal(input);
  });

  it('to the worker are ignored', async () => {
    const worker = await odd('nothing');
    const plugin = await make('echo', { ...options, worker });
    const { length } = worker.started;
    const thread = worker.started.at(-1);
    for (const words of strange) thread.postMessage(words);
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    for (const words of strange) thread.postMessage(words);
    expect((await plugin.call('echo', 'y')).text()).to.equal('y');
    expect(worker.started.length).to.equal(length);
  });
});

describe('the option worker', () => {
  for (const worker of [scriptUrl, scriptUrl.href]) {
    it(`may be a URL (${typeof worker})`, async () => {
      const plugin = await make('echo', { ...options, worker });
      expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    });
  }

  it('may be a function', async () => {
    const worker = await odd('nothing');
    const plugin = await make('echo', { ...options, worker });
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    expect(worker.started).to.not.be.empty;
  });

  it('must be one of them', async () => {
    await expectError(make('echo', { ...options, worker: 5 }), 'INVALID_OPTION', 'options.worker must be a URL or a function that makes a worker, got number');
    await expectError(make('echo', { ...options, worker: () => ({}) }), 'INVALID_OPTION', 'options.worker must return a Worker');
  });

  it('may fail', async () => {
    const failure = new Error('no worker today');
    const worker = () => {
      throw failure;
    };
    let error;
    await make('echo', { ...options, worker }).catch((caught) => (error = caught));
    expect(error).to.equal(failure);
  });
});
