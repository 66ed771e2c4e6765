import { expect } from 'chai';
import { engine, fixtureBytes, fixtureUrl, serverUrl } from '../../support/fixtures.js';
import { differs, same } from './compare.js';

const url = fixtureUrl('count_vowels');
const bytes = () => fixtureBytes('count_vowels');
const digest = async () =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes()))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** What `count_vowels` says, made of a manifest. */
const counts = (manifest, options) => async (host) => {
  const plugin = await host.create(await manifest(host), options);
  return (await plugin.call('count_vowels', 'aeb')).json();
};

/** The same of a manifest that is not waited for before. */
const countsOf = (manifest) => async (host) => (await (await host.create(manifest())).call('count_vowels', 'aeb')).json();

describe('as in @extism/extism, a manifest', () => {
  const forms = {
    'is the URL of a module, as text': () => url,
    'is the URL of a module': () => new URL(url),
    'is the URL of a manifest, as text': () => `${serverUrl}/http/json-manifest`,
    'is the URL of a manifest': () => new URL(`${serverUrl}/http/json-manifest`),
    'is JSON': () => JSON.stringify({ wasm: [{ url }], config: { vowels: 'b' } }),
    'is JSON after white space': () => `  \n${JSON.stringify({ wasm: [{ url }] })}`,
    'is an ArrayBuffer': async () => (await bytes()).slice().buffer,
    'is a Response with a module': () => fetch(url),
    'is a Response with a manifest': () => fetch(`${serverUrl}/http/json-manifest`),
    'is a WebAssembly.Module': async () => WebAssembly.compile(await bytes()),
    'is an object': () => ({ wasm: [{ url }] }),
    'is frozen': () => Object.freeze({ wasm: Object.freeze([Object.freeze({ url })]) }),
  };
  for (const [title, form] of Object.entries(forms)) same(title, counts(form));
  same('is a promise of a Response', countsOf(() => fetch(url)));
  same('is a promise of a module', countsOf(async () => WebAssembly.compile(await bytes())));
  same('is a thenable', countsOf(() => ({ then: (resolve) => resolve(url) })));
  same('is a promise that fails', countsOf(() => Promise.reject(new RangeError('mine'))));

  const items = {
    'bytes': async () => ({ data: await bytes() }),
    'a part of a buffer': async () => {
      const module = await bytes();
      const larger = new Uint8Array(module.length + 9);
      larger.set(module, 5);
      return { data: larger.subarray(5, 5 + module.length) };
    },
    'an ArrayBuffer': async () => ({ data: (await bytes()).slice().buffer }),
    'a URL as text': () => ({ url }),
    'a URL': () => ({ url: new URL(url) }),
    'a Response': async () => ({ response: await fetch(url) }),
    'a WebAssembly.Module': async () => ({ module: await WebAssembly.compile(await bytes()) }),
    'bytes with their hash': async () => ({ data: await bytes(), hash: await digest() }),
    'bytes with their hash in capitals': async () => ({ data: await bytes(), hash: (await digest()).toUpperCase() }),
    'a URL with its hash': async () => ({ url, hash: await digest() }),
    'a Response with its hash': async () => ({ response: await fetch(url), hash: await digest() }),
    'a URL with another hash': () => ({ url, hash: 'ab'.repeat(32) }),
    'a URL with what is no hash': () => ({ url, hash: 'not a good hash' }),
    'a WebAssembly.Module with a hash': async () => ({ module: await WebAssembly.compile(await bytes()), hash: 'anything' }),
    'an empty hash': () => ({ url, hash: '' }),
    'no hash, as null': () => ({ url, hash: null }),
    'keys that are undefined': async () => ({ data: await bytes(), url: undefined, name: undefined, hash: undefined }),
    'bytes and a URL': async () => ({ data: await bytes(), url: `${serverUrl}/http/absent` }),
    'a URL that is read as application/octet-stream': async () => ({ response: new Response(await bytes(), { headers: { 'content-type': 'application/octet-stream' } }) }),
    'the name main': () => ({ url, name: 'main' }),
  };
  for (const [title, item] of Object.entries(items)) same(`has a module by ${title}`, counts(async () => ({ wasm: [await item()] })));

  const lists = {
    'the last of two without names': () => [{ data: fixtureBytes('echo') }, { data: bytes() }],
    'the one named main, which is first': () => [{ data: bytes(), name: 'main' }, { data: fixtureBytes('echo'), name: 'other' }],
    'the one named main, which is last': () => [{ data: fixtureBytes('echo'), name: 'other' }, { data: bytes(), name: 'main' }],
    'the one without a name, which is last': () => [{ data: fixtureBytes('echo'), name: 'other' }, { data: bytes() }],
  };
  for (const [title, list] of Object.entries(lists)) {
    same(`has as its main module ${title}`, counts(async () => ({ wasm: await Promise.all(list().map(async (item) => ({ ...item, data: await item.data }))) })));
  }

  const settings = {
    'config': { config: { vowels: 'b' } },
    'nothing, as null': { config: null, allowedHosts: null, allowedPaths: null, memory: null, timeoutMs: null },
    'nothing, as undefined': { config: undefined, allowedHosts: undefined, allowedPaths: undefined, memory: undefined, timeoutMs: undefined },
    'a time limit': { timeoutMs: 5000 },
    'a time limit in snake case': { timeout_ms: 5000 },
  };
  for (const [title, setting] of Object.entries(settings)) same(`sets ${title}`, counts(() => ({ wasm: [{ url }], ...setting })));
  same('gives way to the options', counts(() => ({ wasm: [{ url }], config: { vowels: 'b' } }), { config: { vowels: 'a' } }));
  same('gives way to an option without entries', counts(() => ({ wasm: [{ url }], config: { vowels: 'b' } }), { config: {} }));
  same('holds where an option is undefined', counts(() => ({ wasm: [{ url }], config: { vowels: 'b' } }), { config: undefined }));

  if (engine === 'node') {
    const path = new URL('../../../target/fixtures/count_vowels.wasm', import.meta.url).pathname;
    same('is a path', counts(() => path));
    same('names a file', counts(async () => ({ wasm: [{ path, hash: await digest() }] })));
    differs('is the URL of a file', 'URLs of files', counts(() => new URL(`file://${path}`)), { count: 2, total: 2, vowels: 'aeiouAEIOU' });
    differs('names a file that is not there', 'text of what cannot be read', counts(() => '/not/there.wasm'), /^path "\/not\/there\.wasm" could not be read: ENOENT/);
  }

  const more = 'plug-ins given as a `Uint8Array`, base64, or the URL of a `blob:` or `data:`';
  const answer = { count: 2, total: 2, vowels: 'aeiouAEIOU' };
  differs('is a Uint8Array', more, counts(bytes), answer);
  differs('has a module in base64', more, counts(async () => ({ wasm: [{ data: btoa(String.fromCharCode(...(await bytes()))) }] })), answer);

  const wrong = 'text of what is no manifest';
  const refused = {
    'is nothing': [() => undefined, /^a manifest must be a URL, a path, bytes, .* got undefined$/],
    'is a number': [() => 5, /^a manifest must be .* got a number$/],
    'has no modules': [() => ({}), /^the manifest has no "wasm" key$/],
    'has modules in no list': [() => ({ wasm: {} }), /^manifest\.wasm must be an array, got an object$/],
    'has an empty list of modules': [() => ({ wasm: [] }), /^manifest\.wasm is empty/],
    'has a module without a source': [() => ({ wasm: [{ name: 'x' }] }), /^manifest\.wasm\[0\] must have one of the keys data, url, path, response or module$/],
    'is JSON that breaks off': [() => '{"wasm": ', /^the manifest is not JSON: /],
    'is a page': [() => `${serverUrl}/http/html`, /expected the content type .* got "text\/html"/],
  };
  for (const [title, [manifest, text]] of Object.entries(refused)) {
    differs(title, wrong, async (host) => host.create(await manifest()), text);
    it(`${title}: a TypeError in both`, async () => {
      const { createPlugin } = await import('extism-web');
      const error = await createPlugin(await manifest()).catch((reason) => reason);
      expect(error).to.be.instanceOf(TypeError);
    });
  }
  differs('is not WebAssembly', 'a page that is not wasm, a 404', counts(() => new Uint8Array([1, 2, 3]).buffer), /^3 bytes of data is not a valid WebAssembly module/);
  differs('is not there', 'a page that is not wasm, a 404', counts(() => `${serverUrl}/http/absent`), /HTTP status 404/);
  differs('has a key of its own', 'unknown keys in options and manifests', async (host) => {
    await host.create({ wasm: [{ url }], speed: 1 }, { logger: host.logger });
    return host.logger.lines;
  }, [['warn', 'extism-web: manifest.speed is not a known key and is ignored']]);
});
