// The option nodeWorkerArgs: options of the `Worker` of `node:worker_threads`.
import { expect } from 'chai';
import { engine } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';

const options = { runInWorker: true };

describe('nodeWorkerArgs', () => {
  it('leave the plug-in as it is', async () => {
    const plugin = await make('echo', { ...options, nodeWorkerArgs: { name: 'a plug-in', env: { A: 'b' } } });
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
  });

  if (engine !== 'node') return;

  it('say what Node runs first in the worker', async () => {
    const channel = new BroadcastChannel('nodeWorkerArgs');
    const heard = new Promise((resolve) => { channel.onmessage = ({ data }) => resolve(data); });
    const code = `new BroadcastChannel('nodeWorkerArgs').postMessage(process.env.A)`;
    const execArgv = ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
    const plugin = await make('echo', { ...options, nodeWorkerArgs: { execArgv, env: { A: 'b' } } });
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    expect(await heard).to.equal('b');
    channel.close();
  });

  it('that Node refuses end in an error', () =>
    expectError(make('echo', { ...options, nodeWorkerArgs: { execArgv: ['--no-such-flag'] } }), 'WORKER', /^the plug-in's worker could not be started: .*no-such-flag/));
});
