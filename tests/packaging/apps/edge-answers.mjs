// What a program at the edge does with plug-ins, the same in every runtime of that kind. `modules` are the plug-ins, compiled when the
// program was deployed; `server` is the URL of the test server.

/** What comes of some work, as text. */
async function outcome(work) {
  try {
    const result = await work();
    return result?.text ? result.text() : String(result);
  } catch (error) {
    return `${error.code ?? error.name}: ${error.message}`;
  }
}

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

/** Host functions for host_rust. */
function store() {
  const values = new Map();
  return {
    kv_read: (context, key) => context.store(values.get(context.read(key).text()) ?? ''),
    kv_write: (context, key, value) => void values.set(context.readText(key), context.read(value).text()),
    reverse: (context, text) => context.store([...context.readText(text)].reverse().join('')),
  };
}

/** The same, of which one must be waited for. */
function slowStore() {
  const { kv_read, ...others } = store();
  const slow = async (...args) => {
    await later();
    return kv_read(...args);
  };
  return { ...others, kv_read: slow };
}

export async function answers(host, modules, server) {
  const { createPlugin, createPool, compile, CAPABILITIES, PluginError } = host;
  const call = async (module, options, name, input) => {
    const plugin = await createPlugin(module, options);
    try {
      return await plugin.call(name, input);
    } finally {
      await plugin.close();
    }
  };
  const callSync = async (module, options, name, input) => (await createPlugin(module, options)).callSync(name, input);
  const functions = { 'extism:host/user': store() };
  const allowedHosts = [new URL(server).hostname];
  const get = (path, options = { allowedHosts }) => call(modules.http, options, 'get', `${server}/http/${path}`);
  const works = {
    call: () => call(modules.vowels, {}, 'count_vowels', 'Hello, World!'),
    callSync: () => callSync(modules.vowels, {}, 'count_vowels', 'Hello, World!'),
    compiled: async () => {
      const compiled = await compile(modules.vowels);
      const plugins = await Promise.all(Array.from({ length: 10 }, () => compiled.instantiate()));
      const outputs = await Promise.all(plugins.map((plugin, index) => plugin.call('count_vowels', 'a'.repeat(index))));
      return outputs.map((output) => output.json().count).join();
    },
    vars: async () => {
      const plugin = await createPlugin(modules.vowels);
      await plugin.call('count_vowels', 'aeiou');
      return plugin.call('count_vowels', 'aeiou');
    },
    config: () => call(modules.vowels, { config: { vowels: 'xyz' } }, 'count_vowels', 'xylophone'),
    log: async () => {
      const lines = [];
      const logger = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error'].map((level) => [level, (text) => lines.push(`${level} ${text}`)]));
      await call(modules.counter, { logger, logLevel: 'info' }, 'log', 'x');
      return lines.join();
    },
    wasi: () => call(modules.wasi, { useWasi: true, allowedPaths: { '/data': { 'a.txt': 'a file' } } }, 'read_file', '/data/a.txt'),
    hostFunction: () => call(modules.host, { functions }, 'reversed', 'abc'),
    hostFunctionThatWaits: () => call(modules.host, { functions: { 'extism:host/user': slowStore() } }, 'write', 'a=b'),
    hostFunctionAtOnce: () => callSync(modules.host, { functions }, 'reversed', 'abc'),
    request: () => get('status/200'),
    redirected: () => get(`redirect?to=${encodeURIComponent(`${server}/http/status/200`)}`),
    redirectedElsewhere: () => get(`redirect?to=${encodeURIComponent('http://elsewhere.test/')}`),
    requestDenied: () => get('status/200', { allowedHosts: ['elsewhere.test'] }),
    requestWithoutHosts: () => get('status/200', {}),
    requestAtOnce: () => callSync(modules.http, { allowedHosts }, 'get', `${server}/http/status/200`),
    bytes: async () => (await createPlugin(await (await fetch(`${server}/target/fixtures/count_vowels.wasm`)).arrayBuffer())).call('count_vowels', 'ae'),
    url: async () => (await createPlugin(`${server}/target/fixtures/count_vowels.wasm`)).call('count_vowels', 'ae'),
    limit: () => createPlugin(modules.vowels, { memory: { maxPages: 100 } }),
    limitOfFixedMemory: () => call(modules.counter, { memory: { maxPages: 100 } }, 'letter'),
    pool: async () => (await createPool(modules.vowels, { size: 2 })).call('count_vowels', 'a'),
    worker: () => createPlugin(modules.vowels, { runInWorker: true }),
    errors: async () => {
      const error = await call(modules.vowels, {}, 'no_such').catch((thrown) => thrown);
      return `${error instanceof PluginError} ${error.code}`;
    },
    trap: async () => {
      const plugin = await createPlugin(modules.counter);
      const failed = await outcome(() => plugin.call('count', 'abc'));
      return `${failed.split(':')[0]} ${(await plugin.call('count')).text()}`;
    },
    compiles: () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    capabilities: () => JSON.stringify({ ...CAPABILITIES, allowSharedBufferCodec: undefined }),
  };
  const entries = [];
  for (const [name, work] of Object.entries(works)) entries.push([name, await outcome(work)]);
  return Object.fromEntries(entries);
}
