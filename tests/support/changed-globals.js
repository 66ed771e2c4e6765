// What plug-ins do where the page changed what all objects have, before the package is loaded or after it. Run in a realm of its own.

/** Names of options, of manifests' keys, and of messages between page and worker. */
const names = [
  'config', 'allowedHosts', 'allowedPaths', 'memory', 'maxPages', 'maxVarBytes', 'maxHttpResponseBytes', 'timeoutMs', 'timeout_ms', 'functions', 'useWasi',
  'enableWasiOutput', 'allowHttpResponseHeaders', 'logger', 'logLevel', 'fetch', 'httpTimeoutMs', 'runInWorker', 'worker', 'nodeWorkerArgs', 'size', 'trace',
  'wasm', 'hash', 'response', 'module', 'thrown', 'kind', 'files', 'vars', 'extism:host/user', 'kv_read',
];

/** What the page does, by name. */
const changes = {
  'all prototypes are frozen'() {
    const classes = [Object, Function, Array, Map, Set, WeakMap, WeakRef, Promise, Error, TypeError, RangeError, String, Number, BigInt, RegExp, ArrayBuffer, DataView, Uint8Array, TextEncoder, TextDecoder];
    for (const Class of [...classes, Object.getPrototypeOf(Uint8Array), WebAssembly.Memory, WebAssembly.Module, WebAssembly.Instance, WebAssembly.RuntimeError]) {
      Object.freeze(Class.prototype);
      Object.freeze(Class);
    }
    Object.freeze(WebAssembly);
  },
  'every object has values of the names of options'() {
    for (const name of names) Object.defineProperty(Object.prototype, name, { value: 'given to all', configurable: true, enumerable: true, writable: true });
  },
  'every object has a value that is no number'() {
    for (const name of names) Object.defineProperty(Object.prototype, name, { value: NaN, configurable: true, enumerable: true, writable: true });
  },
  'every object has values that some options have, too'() {
    Object.assign(Object.prototype, { useWasi: true, logLevel: 'info', runInWorker: true, timeoutMs: 20_000 });
  },
  'every object may use the network'() {
    Object.assign(Object.prototype, { allowedHosts: ['*'], allowed_hosts: ['*'] });
  },
  'every object and array has a function that is enumerated'() {
    Object.prototype.extra = () => 'extra';
    Array.prototype.more = () => 'more';
  },
  'Promise is a class of a library'() {
    const Native = Promise;
    class Zoned {
      constructor(executor) {
        this.native = new Native(executor);
      }
      then(...handlers) {
        return Zoned.of(this.native.then(...handlers));
      }
      catch(handler) {
        return this.then(undefined, handler);
      }
      finally(handler) {
        return Zoned.of(this.native.finally(handler));
      }
      static of(native) {
        return new Zoned((resolve, reject) => native.then(resolve, reject));
      }
      static resolve(value) {
        return value instanceof Zoned ? value : new Zoned((resolve) => resolve(value));
      }
      static reject(reason) {
        return new Zoned((_, reject) => reject(reason));
      }
    }
    for (const name of ['all', 'allSettled', 'any', 'race']) Zoned[name] = (values) => Zoned.of(Native[name](values));
    globalThis.Promise = Zoned;
  },
  'fetch, console and what reads and writes text are wrapped'() {
    const { fetch, console, TextDecoder, TextEncoder } = globalThis;
    globalThis.fetch = (...args) => Promise.resolve(fetch(...args)).then((response) => response);
    globalThis.console = new Proxy(console, { get: (target, name) => (typeof target[name] === 'function' ? (...args) => target[name](...args) : target[name]) });
    globalThis.TextDecoder = class extends TextDecoder {};
    globalThis.TextEncoder = class extends TextEncoder {};
  },
};

export const changeNames = Object.keys(changes);

/**
 * @param {{load: () => Promise<typeof import('extism-web')>, bytes: (name: string) => Promise<Uint8Array>, change: string, before: boolean}} how
 * @returns {Promise<Record<string, unknown>>} what each call came to
 */
export async function answers({ load, bytes, change, before }) {
  if (before) changes[change]();
  const { createPlugin, createPool } = await load();
  if (!before) changes[change]();
  const functions = Object.assign(Object.create(null), {
    'extism:host/user': { kv_read: (context, key) => context.store(`value of ${context.readText(key)}`), kv_write() {}, reverse: (_context, text) => text },
  });
  const lines = [];
  const line = (text) => void lines.push(text);
  const logger = { trace: line, debug: line, info: line, warn: line, error: line };
  /** What a call gives, or the code of its error. */
  const outcome = async (name, options, call, input) => {
    let plugin;
    try {
      plugin = await createPlugin(await bytes(name), options);
      return (await plugin.call(call, input))?.text() ?? null;
    } catch (error) {
      return `${error.name} ${error.code ?? error.message}`;
    } finally {
      await plugin?.close();
    }
  };
  const found = {};
  for (const [where, options] of [['page', {}], ['worker', { runInWorker: true, timeoutMs: 20_000 }]]) {
    found[where] = [
      await outcome('count_vowels', where === 'page' ? undefined : options, 'count_vowels', 'Hello'),
      await outcome('count_vowels', { ...options, config: { vowels: 'l' } }, 'count_vowels', 'Hello'),
      await outcome('host_rust', { ...options, functions }, 'read', 'key'),
      await outcome('wasi_rust', { ...options, useWasi: true, enableWasiOutput: true, logger, logLevel: 'info' }, 'print', '{"stdout":["printed"]}'),
      await outcome('count_vowels', options, 'absent', ''),
      await outcome('http_rust', options, 'get', 'http://127.0.0.1:9/'),
      await outcome('faults', options, 'trap', ''),
    ];
  }
  const pool = await createPool(await bytes('count_vowels'), { size: 2 });
  found.pool = (await Promise.all(['a', 'ab', 'abe'].map(async (text) => (await pool.call('count_vowels', text)).json().count)));
  await pool.close();
  return { ...found, lines };
}
