// The app of the tests of what is fetched beside the host.
import createPlugin, { createPool } from './node_modules/extism-web/pkg/browser.js';

const path = '/count_vowels.wasm';
const hash = (digit) => digit.repeat(64);

/** The forms of a manifest. @type {Record<string, () => any>} */
const manifests = {
  URL: () => new URL(path, location.href),
  'text of a URL': () => new URL(path, location.href).href,
  'relative URL': () => path,
  'JSON text': () => JSON.stringify({ wasm: [{ url: path }] }),
  object: () => ({ wasm: [{ url: path }] }),
  'two modules': () => ({ wasm: [{ url: '/endless.wasm', name: 'other' }, { url: path, name: 'main' }] }),
  limited: () => ({ wasm: [{ url: path }], memory: { maxPages: 100 } }),
  promise: () => Promise.resolve(path),
  'wrong hash': () => ({ wasm: [{ url: path, hash: hash('0') }] }),
  'two names': () => ({ wasm: [{ url: path, name: 'a' }, { url: '/endless.wasm', name: 'a' }] }),
  absent: () => '/absent.wasm',
  'headers of its own': () => ({ wasm: [{ url: path, headers: { 'x-token': 'secret' } }] }),
  'getter that throws': () => ({ get wasm() { throw new RangeError('as it likes'); } }),
};

/** What comes of a plug-in: its answer, or the error. */
globalThis.attempt = async (form, options = {}) => {
  try {
    const asked = [];
    const own = options.fetch && ((url, ...others) => {
      asked.push([String(url), ...others.filter((other) => other !== undefined)]);
      return fetch(url, ...others);
    });
    const given = { ...options, fetch: own || undefined };
    const make = options.size === undefined ? createPlugin : createPool;
    const plugin = await make(manifests[form](), given);
    const output = await plugin.call('count_vowels', 'Hello, World!');
    await plugin.close();
    return { text: output.text(), asked };
  } catch (error) {
    return { code: error.code, name: error.name, message: error.message };
  }
};
