import { expect } from 'chai';
import createPlugin, { compile } from 'extism-web';
import { ref, results, script } from '../../support/abi-script.js';
import { fixtureBytes, serverUrl } from '../../support/fixtures.js';
import { create, expectError, instantiate, kept, make, recorder, rejection } from '../../support/plugin.js';

const withEcho = async (settings) => ({ wasm: [{ data: await fixtureBytes('echo') }], ...settings });
const withAbi = async (settings) => ({ wasm: [{ data: await fixtureBytes('abi') }], ...settings });

/** Stores a var of that many bytes. */
const setVar = (bytes) => script([['block', 'k'], ['block', new Uint8Array(bytes)], ['var_set', ref(0), ref(1)]]);

const camel = { allowedHosts: ['a.invalid'], timeoutMs: 0, allowedPaths: {}, memory: { maxPages: 3, maxVarBytes: 7, maxHttpResponseBytes: 9 } };
const snake = { allowed_hosts: ['a.invalid'], timeout_ms: 0, allowed_paths: {}, memory: { max_pages: 3, max_var_bytes: 7, max_http_response_bytes: 9 } };

describe('settings', () => {
  for (const [spelling, settings] of Object.entries({ camel, snake })) {
    describe(`in ${spelling} case`, () => {
      const places = {
        'of the manifest': async (name) => [{ wasm: [{ data: await fixtureBytes(name) }], ...settings }, {}],
        'of the options': async (name) => [await fixtureBytes(name), { ...settings }],
      };
      for (const [place, given] of Object.entries(places)) {
        it(`${place} are known`, async () => {
          const [manifest, options] = await given('echo');
          const logger = recorder();
          await make(manifest, { ...options, logger });
          expect(logger.lines).to.deep.equal([]);
        });

        it(`${place} bound vars and memory`, async () => {
          const plugin = await make(...(await given('abi')));
          await plugin.call('run', setVar(7));
          await expectError(plugin.call('run', setVar(8)), 'VAR_LIMIT', 'var memory limit exceeded: 8 bytes requested, 7 allowed');
          await expectError(plugin.call('run', new Uint8Array(3 * 65536)), 'MEMORY_LIMIT', /kernel memory is exhausted/);
        });

        it(`${place} allow paths and time`, async () => {
          const [manifest, options] = await given('echo');
          const plugin = await make(manifest, options);
          expect((await plugin.call('echo', 'x')).text()).to.equal('x');
        });
      }
    });
  }

  it('of a manifest as JSON are read', async () => {
    const data = btoa(String.fromCharCode(...(await fixtureBytes('count_vowels'))));
    const plugin = await create(JSON.stringify({ wasm: [{ data }], config: { vowels: 'x' }, memory: { max_pages: 40 } }));
    expect((await plugin.call('count_vowels', 'xax')).json().count).to.equal(2);
    await plugin.close();
  });

  it('that are null or undefined are not given', async () => {
    const nothing = { config: null, allowedHosts: null, allowed_paths: null, memory: null, timeoutMs: null };
    const half = { memory: { maxPages: null, max_var_bytes: undefined } };
    for (const settings of [nothing, half]) {
      expect((await (await make(await withEcho(settings), settings)).call('echo', 'x')).text()).to.equal('x');
    }
    const plugin = await make(await withAbi({ memory: { maxVarBytes: 5 } }), { memory: null });
    await expectError(plugin.call('run', setVar(6)), 'VAR_LIMIT', /6 bytes requested, 5 allowed/);
  });

  describe('that are inherited', () => {
    const small = { memory: { maxVarBytes: 7 } };
    const withGetter = new (class {
      get memory() {
        return small.memory;
      }
    })();
    const inherited = {
      'from a class': withGetter,
      'from an object': Object.create(small),
      'from an object that inherits nothing': Object.create(Object.assign(Object.create(null), small)),
      'by nobody: the object inherits nothing': Object.assign(Object.create(null), small),
      'by nobody: the key is hidden': Object.defineProperty({}, 'memory', { value: small.memory }),
    };
    for (const [how, settings] of Object.entries(inherited)) {
      it(`are known ${how}`, async () => {
        const data = await fixtureBytes('abi');
        const manifest = Object.defineProperty(Object.create(settings, Object.getOwnPropertyDescriptors(settings)), 'wasm', { value: [{ data }] });
        for (const plugin of [kept(await createPlugin(data, settings)), await make(manifest)]) {
          await expectError(plugin.call('run', setVar(8)), 'VAR_LIMIT', 'var memory limit exceeded: 8 bytes requested, 7 allowed');
        }
      });
    }
  });

  describe('of the options win', () => {
    it('one by one', async () => {
      const manifest = await withAbi({ memory: { maxVarBytes: 5, maxPages: 2 } });
      const plugin = await make(manifest, { memory: { maxVarBytes: 10 } });
      await plugin.call('run', setVar(10));
      await expectError(plugin.call('run', setVar(11)), 'VAR_LIMIT', /11 bytes requested, 10 allowed/);
      await expectError(plugin.call('run', new Uint8Array(2 * 65536)), 'MEMORY_LIMIT', /exhausted/);
    });

    it('also as 0', async () => {
      const plugin = await make(await withAbi({ memory: { maxVarBytes: 5 } }), { memory: { maxVarBytes: 0 } });
      await expectError(plugin.call('run', setVar(1)), 'VAR_LIMIT', 'var memory limit exceeded: 1 bytes requested, 0 allowed');
      expect(await make(await withEcho({ timeoutMs: 1000 }), { timeoutMs: 0 })).to.be.an('object');
    });

    it('also as an empty object', async () => {
      const wasm = [{ data: await fixtureBytes('count_vowels') }];
      const vowels = async (options) => (await (await make({ wasm, config: { vowels: 'a' } }, options)).call('count_vowels', '')).json().vowels;
      expect(await vowels({})).to.equal('a');
      expect(await vowels({ config: {} })).to.equal('aeiouAEIOU');
    });

    it('also when a compiled plug-in is instantiated', async () => {
      const compiled = await compile(await withAbi({ memory: { maxVarBytes: 5 } }), { memory: { maxVarBytes: 6 } });
      for (const [options, allowed] of [[undefined, 6], [{ memory: { maxVarBytes: 2 } }, 2], [{ memory: { maxVarBytes: 9 } }, 9]]) {
        const plugin = await instantiate(compiled, options);
        await plugin.call('run', setVar(allowed));
        await expectError(plugin.call('run', setVar(allowed + 1)), 'VAR_LIMIT', new RegExp(`, ${allowed} allowed$`));
        await plugin.close();
      }
    });
  });

  describe('of a wrong type are refused:', () => {
    const whole = 'must be a whole number, 0 or more, got';
    const cases = [
      [{ config: 'x' }, 'config must be an object, got a string'],
      [{ config: [] }, 'config must be an object, got an array'],
      [{ config: { a: {} } }, 'config.a must be a string, got an object'],
      [{ config: { a: [1] } }, 'config.a must be a string, got an array'],
      [{ config: { a: () => {} } }, 'config.a must be a string, got a function'],
      [{ config: { a: Symbol('x') } }, 'config.a must be a string, got a symbol'],
      [{ allowedHosts: 'a' }, 'allowedHosts must be an array of strings, got a string'],
      [{ allowedHosts: {} }, 'allowedHosts must be an array of strings, got an object'],
      [{ allowedHosts: ['a', 1] }, 'allowedHosts[1] must be a string, got a number'],
      [{ allowedPaths: ['a'] }, 'allowedPaths must be an object, got an array'],
      [{ allowedPaths: 1 }, 'allowedPaths must be an object, got a number'],
      [{ memory: 5 }, 'memory must be an object, got a number'],
      [{ memory: [] }, 'memory must be an object, got an array'],
      [{ memory: { maxPages: '5' } }, 'memory.maxPages must be a number, got a string'],
      [{ memory: { maxPages: -1 } }, `memory.maxPages ${whole} -1`],
      [{ memory: { maxPages: 1.5 } }, `memory.maxPages ${whole} 1.5`],
      [{ memory: { maxPages: NaN } }, `memory.maxPages ${whole} NaN`],
      [{ memory: { maxPages: Infinity } }, `memory.maxPages ${whole} Infinity`],
      [{ memory: { maxPages: 0 } }, 'memory.maxPages must be 1 or more: the kernel needs a page'],
      [{ memory: { maxVarBytes: {} } }, 'memory.maxVarBytes must be a number, got an object'],
      [{ memory: { maxVarBytes: 10n } }, 'memory.maxVarBytes must be a number, got a bigint'],
      [{ memory: { maxVarBytes: -0.5 } }, `memory.maxVarBytes ${whole} -0.5`],
      [{ memory: { maxHttpResponseBytes: true } }, 'memory.maxHttpResponseBytes must be a number, got a boolean'],
      [{ timeoutMs: '5' }, 'timeoutMs must be a number, got a string'],
      [{ timeoutMs: -5 }, `timeoutMs ${whole} -5`],
    ];
    for (const [settings, message] of cases) {
      it(message, async () => {
        const inManifest = await expectError(make(await withEcho(settings)), 'INVALID_MANIFEST', `manifest.${message}`);
        const inOptions = await expectError(make('echo', settings), 'INVALID_OPTION', `options.${message}`);
        for (const error of [inManifest, inOptions]) expect(error).to.be.instanceOf(TypeError);
      });
    }

    for (const name of ['useWasi', 'enableWasiOutput', 'allowHttpResponseHeaders', 'runInWorker']) {
      it(`options.${name}`, () => expectError(make('echo', { [name]: 'yes' }), 'INVALID_OPTION', `options.${name} must be true or false, got a string`));
    }
    it('options.functions', () => expectError(make('echo', { functions: 7 }), 'INVALID_OPTION', /options\.functions must be an object/));
    it('options.logger', () => expectError(make('echo', { logger: 7 }), 'INVALID_OPTION', /options\.logger/));
    it('options.logLevel', () => expectError(make('echo', { logLevel: 3 }), 'INVALID_OPTION', 'options.logLevel must be a string, got a number'));
  });

  it('pass on what a getter throws', async () => {
    const thrown = new Error('mine');
    const settings = { get memory() { throw thrown; } };
    const manifest = Object.assign(Object.create(settings), await withEcho());
    expect(await rejection(make('echo', settings))).to.equal(thrown);
    expect(await rejection(make(manifest))).to.equal(thrown);
  });

  describe('with a time limit', () => {
    it('need a worker', async () => {
      const error = await expectError(make('echo', { timeoutMs: 100, runInWorker: false }), 'INVALID_OPTION', /^options\.timeoutMs requires runInWorker: true/);
      expect(error).to.be.instanceOf(TypeError);
    });

    const ignored = ['warn', 'extism-web: manifest.timeoutMs is ignored: it requires runInWorker: true; only a plug-in in a worker can be stopped'];

    for (const limit of [{ timeoutMs: 100 }, { timeout_ms: 100 }]) {
      it(`of the manifest run without a worker, with a warning: ${Object.keys(limit)}`, async () => {
        const logger = recorder();
        const plugin = await make(await withEcho(limit), { runInWorker: false, logger });
        expect((await plugin.call('echo', 'x')).text()).to.equal('x');
        expect(logger.lines).to.deep.equal([ignored]);
        const json = JSON.stringify({ wasm: [{ url: `${serverUrl}/target/fixtures/echo.wasm` }], ...limit });
        expect((await kept(await createPlugin(json, { logger: recorder() })).call('echo', 'x')).text()).to.equal('x');
      });
    }

    it('of the manifest warn each plug-in of a compiled one, and none in a worker', async () => {
      const [compiling, here, there] = [recorder(), recorder(), recorder()];
      const compiled = await compile(await withEcho({ timeoutMs: 100_000 }), { logger: compiling });
      kept(await compiled.instantiate({ logger: here }));
      kept(await compiled.instantiate({ logger: there, runInWorker: true }));
      expect([compiling, here, there].map(({ lines }) => lines)).to.deep.equal([[], [ignored], []]);
    });

    it('of the manifest that is none, or that the options take away, give no warning', async () => {
      const logger = recorder();
      for (const [limit, options] of [[0, {}], [null, {}], [100, { timeoutMs: 0 }]]) {
        const plugin = await make(await withEcho({ timeoutMs: limit }), { runInWorker: false, logger, ...options });
        expect((await plugin.call('echo', 'x')).text()).to.equal('x');
      }
      expect(logger.lines).to.deep.equal([]);
    });

    it('of the manifest is checked all the same', () =>
      Promise.all([-1, '100', {}].map(async (timeoutMs) => expectError(make(await withEcho({ timeoutMs }), { runInWorker: false }), 'INVALID_MANIFEST', /^manifest\.timeoutMs must be/))));
  });
});

describe('options in snake case', () => {
  it('turn on what camel case does', async () => {
    await expectError(make('missing_wasi'), 'LINK', /WASI is not enabled/);
    expect(await (await make('missing_wasi', { use_wasi: true })).functionExists('run')).to.equal(true);
    const logger = recorder();
    await (await make('logs', { logger, log_level: 'error' })).call('logs', 'x');
    expect(logger.lines).to.deep.equal([['error', 'x']]);
  });
});

describe('config values', () => {
  const value = async (plugin, key) => {
    const length = 12;
    const lines = [['block', key], ['config_get', ref(0)], ['length', ref(1)], ...Array.from({ length }, (_, i) => ['load_u8', ref(1, i)])];
    const [, handle, size, ...bytes] = results(await plugin.call('run', script(lines)));
    return handle === 0n ? undefined : String.fromCharCode(...bytes.slice(0, Number(size)).map(Number));
  };

  for (const [what, given, expected] of [
    ['numbers are their text', { a: 5, b: -0.5, c: 1e21 }, { a: '5', b: '-0.5', c: '1e+21' }],
    ['booleans are their text', { a: true, b: false }, { a: 'true', b: 'false' }],
    ['BigInts are their text', { a: 12n }, { a: '12' }],
    ['undefined and null are not there', { a: undefined, b: null, c: 'here' }, { a: undefined, b: undefined, c: 'here' }],
  ]) {
    it(`that are ${what}`, async () => {
      for (const plugin of [await make('abi', { config: given }), await make(await withAbi({ config: given }))]) {
        for (const [key, text] of Object.entries(expected)) expect(await value(plugin, key), key).to.equal(text);
      }
    });
  }
});

describe('allowedHosts', () => {
  const text = (place, host) => `extism-web: ${place}.allowedHosts has "${host}", which matches nothing: give a host, without protocol and path`;

  it('that can match nothing are reported once', async () => {
    const logger = recorder();
    const options = { logger, allowedHosts: ['https://a.example', 'b.example', 'c.example:80', '[::1]:80', 'd.example/x'] };
    expect((await (await make('echo', options)).call('echo', 'x')).text()).to.equal('x');
    expect(logger.lines).to.deep.equal(['https://a.example', 'd.example/x'].map((host) => ['warn', text('options', host)]));
    const another = recorder();
    await make(await withEcho({ allowed_hosts: ['*', 'http://*'] }), { logger: another });
    expect(another.lines).to.deep.equal([['warn', text('manifest', 'http://*')]]);
  });
});

describe('unknown keys', () => {
  const known = ['extism-web: manifest.extra', 'extism-web: manifest.memory.maxPage', 'extism-web: manifest.wasm[0].hsah'];
  const text = (key) => `${key} is not a known key and is ignored`;

  it('are reported once at each level, and harm nothing', async () => {
    const logger = recorder();
    const options = { logger, extra: 1, wasi: true, memory: { maxpages: 4 }, __proto__: { inherited: 1 } };
    const manifest = { wasm: [{ data: await fixtureBytes('echo'), hsah: 'x' }], extra: { a: 1 }, memory: { maxPage: 3 } };
    const plugin = await make(manifest, options);
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    const all = [...known, 'extism-web: options.extra', 'extism-web: options.wasi', 'extism-web: options.memory.maxpages'];
    expect(logger.lines.map(([level]) => level)).to.deep.equal(all.map(() => 'warn'));
    expect(logger.lines.map(([, line]) => line).sort()).to.deep.equal(all.map(text).sort());
  });

  it('are looked for in a manifest whose prototypes have no end', async () => {
    const manifest = new Proxy(await withEcho({ extra: 1 }), { getPrototypeOf: () => manifest });
    const logger = recorder();
    const plugin = await make(manifest, { logger });
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    expect(logger.lines.map(([, line]) => line)).to.deep.equal([text('extism-web: manifest.extra')]);
  });

  it('of options of neither spelling are reported', async () => {
    const logger = recorder();
    await make(await withEcho({ AllowedHosts: [], 'allowed-hosts': [] }), { logger });
    expect(logger.lines.map(([, line]) => line)).to.deep.equal([
      text('extism-web: manifest.AllowedHosts'),
      text('extism-web: manifest.allowed-hosts'),
    ]);
  });

  it('are reported by each plug-in of a compiled one, the manifest\'s by the compilation alone', async () => {
    const [compiling, one, two] = [recorder(), recorder(), recorder()];
    const compiled = await compile(await withEcho({ extra: 1 }), { logger: compiling });
    await (await instantiate(compiled, { logger: one, more: 1 })).close();
    await (await instantiate(compiled, { logger: two })).close();
    expect(compiling.lines).to.deep.equal([['warn', text('extism-web: manifest.extra')]]);
    expect(one.lines).to.deep.equal([['warn', text('extism-web: options.more')]]);
    expect(two.lines).to.deep.equal([]);
  });

  it('of a manifest that was fetched are reported', async () => {
    const logger = recorder();
    const fetchHere = async () => Response.json({ wasm: [{ url: `${serverUrl}/target/fixtures/echo.wasm`, mime: 'x' }] });
    let calls = 0;
    const plugin = await make(new URL('https://a.invalid/m.json'), { logger, fetch: (...args) => ((calls += 1) === 1 ? fetchHere() : fetch(...args)) });
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    expect(logger.lines).to.deep.equal([['warn', text('extism-web: manifest.wasm[0].mime')]]);
  });

  it('are all right in every known form', async () => {
    const logger = recorder();
    const all = {
      config: {}, allowedHosts: [], allowedPaths: {}, memory: {}, timeoutMs: null, functions: {}, useWasi: false,
      enableWasiOutput: false, allowHttpResponseHeaders: false, runInWorker: false, logger, logLevel: 'silent', fetch,
      nodeWorkerArgs: undefined, sharedArrayBufferSize: 0,
    };
    await make('echo', all);
    expect(logger.lines).to.deep.equal([]);
  });
});
