import { expectError, make } from '../../support/plugin.js';
import { odd } from './workers.js';

/** The least of a module, which links with anything. */
const otherHost = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

describe("a worker's script of another build than the page's", () => {
  it('is found out when the plug-in is made', async () => {
    const start = await odd('nothing');
    const worker = () => {
      const thread = start();
      const post = thread.postMessage.bind(thread);
      thread.postMessage = (message, transfer) => post(message.kind === 'start' ? { ...message, host: otherHost } : message, transfer);
      return thread;
    };
    await expectError(make('echo', { runInWorker: true, worker }), 'NOT_INITIALIZED', /of different builds/);
  });
});
