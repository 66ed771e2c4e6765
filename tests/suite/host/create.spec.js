import { expect } from 'chai';
import createPlugin, { compile, CompiledPlugin, newPlugin, Plugin, PluginError } from 'extism-web';
import { fixtureBytes, fixtureUrl, serverUrl } from '../../support/fixtures.js';
import { create, expectError, instantiate, make, rejection } from '../../support/plugin.js';

const answer = '{"count":3,"total":3,"vowels":"aeiouAEIOU"}';

async function answers(manifest, options) {
  const plugin = await make(await manifest, options);
  return (await plugin.call('count_vowels', 'Hello, World!')).text();
}

describe('createPlugin', () => {
  describe('takes', () => {
    const bytes = () => fixtureBytes('count_vowels');
    const sources = {
      'a URL as a URL': async () => new URL(fixtureUrl('count_vowels')),
      'a Uint8Array': bytes,
      'an ArrayBuffer': async () => (await bytes()).slice().buffer,
      'a DataView of a part of a buffer': async () => {
        const module = await bytes();
        const larger = new Uint8Array(module.length + 20);
        larger.set(module, 10);
        return new DataView(larger.buffer, 10, module.length);
      },
      'a Response': () => fetch(fixtureUrl('count_vowels')),
      'a Response without a content type': async () => new Response(await bytes()),
      'a WebAssembly.Module': async () => WebAssembly.compile(await bytes()),
      'a manifest with data': async () => ({ wasm: [{ data: await bytes() }] }),
      'a manifest with a url': async () => ({ wasm: [{ url: fixtureUrl('count_vowels') }] }),
      'a manifest with a URL': async () => ({ wasm: [{ url: new URL(fixtureUrl('count_vowels')) }] }),
      'a manifest with a response': async () => ({ wasm: [{ response: await fetch(fixtureUrl('count_vowels')) }] }),
      'a manifest with a module': async () => ({ wasm: [{ module: await WebAssembly.compile(await bytes()) }] }),
      'the URL of a manifest': async () => new URL(`${serverUrl}/http/json-manifest`),
    };
    for (const [name, source] of Object.entries(sources)) {
      it(name, async () => expect(await answers(source())).to.equal(answer));
    }

    it('a URL as a string', async () => {
      const plugin = await create(fixtureUrl('count_vowels'));
      expect((await plugin.call('count_vowels', 'Hello, World!')).text()).to.equal(answer);
      await plugin.close();
    });

    it('a manifest as JSON', async () => {
      const plugin = await create(JSON.stringify({ wasm: [{ url: fixtureUrl('count_vowels') }] }));
      expect((await plugin.call('count_vowels', 'Hello, World!')).text()).to.equal(answer);
      await plugin.close();
    });

    it('a manifest as JSON behind a byte order mark', async () => {
      const plugin = await create(`\ufeff${JSON.stringify({ wasm: [{ url: fixtureUrl('count_vowels') }] })}`);
      expect((await plugin.call('count_vowels', 'Hello, World!')).text()).to.equal(answer);
      await plugin.close();
    });

    it('a promise of any of them', async () => {
      const plugin = await create(fetch(fixtureUrl('count_vowels')));
      expect((await plugin.call('count_vowels', 'Hello, World!')).text()).to.equal(answer);
      await plugin.close();
    });

    it('the fetch of the options', async () => {
      const asked = [];
      const fetchHere = (url) => {
        asked.push(String(url));
        return fetch(fixtureUrl('count_vowels'));
      };
      expect(await answers(new URL('https://elsewhere.invalid/a.wasm'), { fetch: fetchHere })).to.equal(answer);
      expect(asked).to.deep.equal(['https://elsewhere.invalid/a.wasm']);
    });
  });

  it('is also known as newPlugin', () => expect(newPlugin).to.equal(createPlugin));

  it('makes a Plugin', async () => expect(await make('echo')).to.be.instanceOf(Plugin));

  it('compiles once for many plug-ins, which share nothing', async () => {
    const compiled = await compile(await fixtureBytes('count_vowels'));
    expect(compiled).to.be.instanceOf(CompiledPlugin);
    const [one, two] = [await instantiate(compiled), await instantiate(compiled, { config: { vowels: 'l' } })];
    await one.call('count_vowels', 'aaaa');
    expect((await one.call('count_vowels', 'a')).json().total).to.equal(5);
    expect((await two.call('count_vowels', 'hello')).json()).to.deep.equal({ count: 2, total: 2, vowels: 'l' });
    await Promise.all([one.close(), two.close()]);
  });

  describe('refuses', () => {
    const invalid = {
      'bytes that are no wasm': [async () => new TextEncoder().encode('hello'), 'INVALID_WASM', /5 bytes of data is not a valid WebAssembly module/],
      'no bytes': [async () => new Uint8Array(), 'INVALID_WASM', /0 bytes of data is not a valid/],
      'a module cut short': [async () => (await fixtureBytes('echo')).slice(0, -7), 'INVALID_WASM', /not a valid WebAssembly module/],
      'a page where wasm was expected': [async () => new URL(`${serverUrl}/http/html`), 'INVALID_WASM', /\/http\/html": expected the content type .* got "text\/html"/],
      'a page where a module was expected': [
        async () => ({ wasm: [{ url: `${serverUrl}/http/html` }] }),
        'INVALID_WASM',
        /manifest\.wasm\[0\] \(URL ".*\/http\/html"\) is not a WebAssembly module: it has the content type "text\/html"/,
      ],
      'a URL that is not there': [async () => new URL(`${serverUrl}/http/absent`), 'FETCH', /manifest URL ".*\/http\/absent" could not be fetched: HTTP status 404 Not Found/],
      'a module that is not there': [async () => ({ wasm: [{ url: `${serverUrl}/http/absent` }] }), 'FETCH', /manifest\.wasm\[0\] .*HTTP status 404/],
      'a Response of an error': [() => fetch(`${serverUrl}/http/status/500`), 'FETCH', /HTTP status 500/],
      'a network that fails': [
        async () => ({ wasm: [{ url: 'https://elsewhere.invalid/a.wasm' }] }),
        'FETCH',
        'manifest.wasm[0] (URL "https://elsewhere.invalid/a.wasm") could not be fetched: no route',
        { fetch: async () => { throw new TypeError('no route'); } },
      ],
      'a fetch that gives no Response': [
        async () => new URL('https://elsewhere.invalid/a.wasm'),
        'FETCH',
        'manifest URL "https://elsewhere.invalid/a.wasm" could not be fetched: fetch gave no Response but a number',
        { fetch: async () => 7 },
      ],
      'undefined': [async () => undefined, 'INVALID_MANIFEST', /must be a URL.*got undefined/],
      'null': [async () => null, 'INVALID_MANIFEST', /got null/],
      'a number': [async () => 7, 'INVALID_MANIFEST', /got a number/],
      'an array': [async () => [], 'INVALID_MANIFEST', /got an array/],
      'a symbol': [async () => Symbol('x'), 'INVALID_MANIFEST', /got a symbol/],
      'an empty object': [async () => ({}), 'INVALID_MANIFEST', 'the manifest has no "wasm" key'],
      'wasm that is no array': [async () => ({ wasm: {} }), 'INVALID_MANIFEST', 'manifest.wasm must be an array, got an object'],
      'an empty manifest': [async () => ({ wasm: [] }), 'INVALID_MANIFEST', /manifest\.wasm is empty/],
      'an item that is no object': [async () => ({ wasm: [3] }), 'INVALID_MANIFEST', 'manifest.wasm[0] must be an object, got a number'],
      'an item without a source': [async () => ({ wasm: [{ name: 'x' }] }), 'INVALID_MANIFEST', /manifest\.wasm\[0\] must have one of the keys data, url, path, response or module/],
      'an item with a wrong url': [async () => ({ wasm: [{ url: 7 }] }), 'INVALID_MANIFEST', 'manifest.wasm[0].url must be a string or URL, got a number'],
      'an item with a wrong module': [async () => ({ wasm: [{ module: {} }] }), 'INVALID_MANIFEST', 'manifest.wasm[0].module must be a WebAssembly.Module, got an object'],
      'a config value that is no string': [
        async () => ({ wasm: [{ data: await fixtureBytes('echo') }], config: { n: [1] } }),
        'INVALID_MANIFEST',
        'manifest.config.n must be a string, got an array',
      ],
    };
    for (const [name, [source, code, message, options]] of Object.entries(invalid)) {
      it(name, async () => {
        const error = await expectError(create(await source(), options), code, message);
        if (code === 'INVALID_MANIFEST') expect(error).to.be.instanceOf(TypeError);
        else expect(error).to.be.instanceOf(PluginError);
        expect(await answers(await fixtureBytes('count_vowels'))).to.equal(answer);
      });
    }

    it('JSON that is none', () => expectError(create('{"wasm": '), 'INVALID_MANIFEST', /the manifest is not JSON/));

    it('a promise that fails, with its own reason', async () => {
      const reason = new Error('mine');
      expect(await rejection(create(Promise.reject(reason)))).to.equal(reason);
    });

    const options = {
      'options that are no object': ['fast', 'options must be an object, got a string'],
      'a config that is no object': [{ config: 7 }, 'options.config must be an object, got a number'],
      'a config value that is no string': [{ config: { a: {} } }, 'options.config.a must be a string, got an object'],
      'an unknown log level': [{ logLevel: 'loud' }, 'the log level must be trace, debug, info, warn, error or silent, got "loud"'],
      'a logger that lacks a method': [{ logger: { trace() {} } }, 'options.logger.debug must be a function'],
      'a fetch that is no function': [{ fetch: 1 }, 'options.fetch must be a function, got a number'],
    };
    for (const [name, [value, message]] of Object.entries(options)) {
      it(name, async () => {
        const error = await expectError(make('echo', value), 'INVALID_OPTION', message);
        expect(error).to.be.instanceOf(TypeError);
      });
    }
  });

  describe('refuses to link', () => {
    const cases = {
      missing_import: /^from module "main": cannot resolve import "nowhere" "thing": not provided by host imports nor linked manifest items; give it as options\.functions\["nowhere"\]\["thing"\]$/,
      unknown_env: /^from module "main": cannot resolve import "extism:host\/env" "frobnicate" .*PDK may be newer than this host/,
      missing_wasi: /^WASI is not enabled; see the "useWasi" plugin option$/,
    };
    for (const [name, message] of Object.entries(cases)) {
      it(name, () => expectError(make(name), 'LINK', message));
    }
  });
});
