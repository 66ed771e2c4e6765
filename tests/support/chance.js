// Plug-ins, manifests and options made at random, and what may come of them.
import { random } from './random.js';

/** The modules in the bytes of random_plugins.bin. @param {Uint8Array} bytes @returns {Uint8Array[]} */
export function modulesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const modules = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + view.getUint32(at, true);
    modules.push(bytes.slice(at + 4, end));
    at = end;
  }
  return modules;
}

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Options for a module made at random, by its number. */
export const optionsFor = (index) => ({
  logger: quiet,
  logLevel: ['silent', 'trace'][index % 2],
  config: { '': 'empty', key: 'value' },
  ...(index % 3 === 0 && { memory: { maxPages: 300, maxVarBytes: 1000 } }),
  ...(index % 5 === 0 && { useWasi: true }),
  ...(index % 7 === 0 && { trace: true }),
});

/** What functions of the application's throw here: a call of them ends in it as it is. */
const OWN = new Error('of the application');

/** The code of an error, which has one whatever happened in the host or the plug-in. @param {any} error */
function codeOf(error) {
  if (error === OWN) return 'thrown by the application';
  if (!(error instanceof Error) || typeof (/** @type {any} */ (error).code) !== 'string') throw Object.assign(new Error(`an error without a code: ${error?.stack ?? error}`), { cause: error });
  return /** @type {any} */ (error).code;
}

/** A promise that ends by itself, or an error. @template T @param {Promise<T>} promise @param {number} seconds @returns {Promise<T>} */
async function soon(promise, seconds = 20) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came of it within ${seconds} s`)), 1000 * seconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes a plug-in of a module made at random and calls it. Whatever it does, calls end in an output or an error with a code, and kernel
 * memory stays whole.
 *
 * @param {(manifest: unknown, options: unknown) => Promise<any>} createPlugin
 * @param {Uint8Array} module
 * @param {object} options
 * @returns {Promise<string[]>} what each step came to
 */
export async function tryModule(createPlugin, module, options) {
  const found = [];
  let plugin;
  try {
    plugin = await soon(createPlugin(module, options));
  } catch (error) {
    return [codeOf(error)];
  }
  try {
    for (const [name, input] of [['run', 'input'], ['run_quiet', new Uint8Array(100)], ['run', null], ['absent', '']]) {
      found.push(await soon(plugin.call(name, input)).then(() => 'output', codeOf));
      const { blocks } = await soon(plugin.memory());
      let end = 0;
      for (const { offset, length } of blocks) {
        if (offset < end) throw new Error('blocks overlap');
        end = offset + length;
      }
    }
  } finally {
    await soon(plugin.close());
  }
  return found;
}

function throwing() {
  throw OWN;
}

/** Values that are seldom what is wanted: others each time, as they are changed. */
const values = () => [
  undefined, null, true, false, 0, -0, 1, -1, 0.5, NaN, Infinity, 2 ** 31, 2 ** 32, 2 ** 53, 1n, '', ' ', '0', '1', 'main', '\0', '\ud800', '__proto__', 'constructor', '*', 'ä'.repeat(1000),
  [], [[]], [null], ['a'], {}, { a: 1 }, { a: {} }, () => {}, throwing, Symbol('s'), new Date(0), /x/, new Map([['a', 1]]), new Set(['a']), Object.create(null), new Proxy({}, {}), Object.freeze({}),
  new Uint8Array(3), new ArrayBuffer(8), new Error('e'), Promise.resolve(1), new WeakMap(),
];

/** Changes a value somewhere inside of an object, or adds one. @param {any} object @param {(limit: number) => number} below */
function mutate(object, below) {
  const keys = Object.keys(object);
  const key = below(5) === 0 ? ['extra', '__proto__', 'constructor', 'max_pages', 'allowed_hosts', 'name', 'hash'][below(7)] : keys[below(keys.length)];
  if (key === undefined) return;
  const all = values();
  const inner = Object.hasOwn(object, key) ? object[key] : undefined;
  if (typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner) && below(3) > 0 && Object.isExtensible(inner) && !(inner instanceof Promise)) return mutate(inner, below);
  Object.defineProperty(object, key, { value: all[below(all.length)], configurable: true, enumerable: true, writable: true });
}

/**
 * Makes a plug-in of a good manifest and options, some values of which are others now. It is refused with a code, or works.
 *
 * @param {(manifest: unknown, options: unknown) => Promise<any>} createPlugin
 * @param {Uint8Array} echo the plug-in
 * @param {number} seed
 * @returns {Promise<string>}
 */
export async function tryManifest(createPlugin, echo, seed) {
  const below = random(seed);
  const manifest = { wasm: [{ data: echo, name: 'main', hash: '' }], config: { a: 'b' }, allowedHosts: ['a.example'], allowedPaths: {}, memory: { maxPages: 300, maxVarBytes: 9, maxHttpResponseBytes: 9 }, timeoutMs: 0 };
  const options = { config: { a: 'c' }, allowedHosts: [], memory: { maxPages: 200 }, timeoutMs: 0, functions: { a: { b() {} } }, useWasi: false, enableWasiOutput: false, allowHttpResponseHeaders: false, logger: { ...quiet }, logLevel: 'warn', httpTimeoutMs: 5, trace: false };
  for (let changes = 1 + below(3); changes > 0; changes--) mutate(below(2) === 0 ? manifest : options, below);
  let plugin;
  try {
    plugin = await soon(createPlugin(manifest, options));
  } catch (error) {
    return codeOf(error);
  }
  const output = await soon(plugin.call('echo', 'x')).then((bytes) => bytes.text(), codeOf);
  await soon(plugin.close());
  return output === 'x' ? 'works' : output;
}
