// The page: a plug-in on its thread, one in a worker, and a long call.
import * as extism from '/pkg/browser.js';

const page = /** @type {any} */ (globalThis);
const fixture = async (name) => new Uint8Array(await (await fetch(`/target/fixtures/${name}.wasm`)).arrayBuffer());
const count = async (plugin) => (await plugin.call('count_vowels', 'Hello')).json().count;

let plugins;
let busy;
let endless;

addEventListener('pageshow', (event) => (page.wasKept = event.persisted));

Object.assign(page, {
  extism,
  fixture,
  async make({ timeoutMs }) {
    const bytes = await fixture('count_vowels');
    plugins = [await extism.createPlugin(bytes), await extism.createPlugin(bytes, { runInWorker: true })];
    busy = await extism.createPlugin(await fixture('abi'), { runInWorker: true });
    endless = await extism.createPlugin(await fixture('endless'), { runInWorker: true, ...(timeoutMs && { timeoutMs }) });
  },
  counts: () => Promise.all(plugins.map(count)),
  /** Calls the worker so many times. */
  begin(times) {
    page.running = (async () => {
      for (let done = 0; done < times; done++) await count(plugins[1]);
      return `done ${times}`;
    })();
  },
  beginEndless() {
    page.running = endless.call('forever').then(() => 'output', ({ code }) => code);
  },
  stop: () => endless.close(),
  /** What comes of 1.5 GiB, on this thread and in a worker. */
  async large() {
    const outcomes = [];
    for (const options of [{}, { runInWorker: true }]) {
      const plugin = await extism.createPlugin(await fixture('echo'), options);
      outcomes.push(await plugin.call('echo', new Uint8Array(1.5 * 2 ** 30)).then((output) => `output of ${output.byteLength}`, ({ code }) => code));
      outcomes.push(await plugin.call('echo', 'x').then((output) => (output.text() === 'x' ? 'output of 1610612736' : 'another output')));
      await plugin.close();
    }
    return outcomes;
  },
});
page.ready = true;
