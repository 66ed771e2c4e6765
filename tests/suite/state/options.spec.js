// Options of plug-ins and of calls: what may be given where, both spellings, and that each is read once.
import { expect } from 'chai';
import createPlugin, { compile, createPool } from 'extism-web';
import { engine, fixtureBytes, inWorker } from '../../support/fixtures.js';
import { expectError, kept, make, recorder } from '../../support/plugin.js';

const bytes = () => fixtureBytes('echo');

/** Every way to make something that runs on this thread, with options. */
const makers = {
  createPlugin: async (options) => createPlugin(await bytes(), options),
  compile: async (options) => compile(await bytes(), options),
  instantiate: async (options) => (await compile(await bytes())).instantiate(options),
};

describe('a time limit and a signal', () => {
  const limits = { timeoutMs: { timeoutMs: 5 }, timeout_ms: { timeout_ms: 5 } };
  for (const [name, maker] of Object.entries(makers)) {
    for (const [spelling, options] of Object.entries(limits)) {
      it(`${name}: ${spelling} is refused on this thread`, async () => {
        const error = await expectError(maker(options), 'INVALID_OPTION', 'options.timeoutMs requires runInWorker: true; only a plug-in in a worker can be stopped');
        expect(error).to.be.instanceOf(TypeError);
      });
    }

    it(`${name}: a signal is refused`, async () => {
      for (const runInWorker of [false, true]) {
        await expectError(maker({ runInWorker, signal: new AbortController().signal }), 'INVALID_OPTION', /^options\.signal: a signal is an option of a call, and requires runInWorker: true/);
      }
    });

    it(`${name}: none is none`, async () => {
      for (const options of [null, undefined, {}, { timeoutMs: null, signal: null }, { timeoutMs: 0 }, { timeout_ms: null, timeoutMs: undefined }]) {
        const made = await maker(options);
        await made.close?.();
      }
    });
  }

  it('given to compile reaches plug-ins in workers, and is refused for others', async () => {
    const compiled = await compile(await fixtureBytes('endless'), { runInWorker: true, timeout_ms: 200 });
    await expectError(compiled.instantiate(), 'INVALID_OPTION', /^options\.timeoutMs, given to compile, requires runInWorker: true/);
    const plugin = kept(await compiled.instantiate({ run_in_worker: true }));
    await expectError(plugin.call('forever'), 'TIMEOUT', /^EXTISM: call canceled due to timeout: function "forever" took longer than 200 ms$/);
    await (await compiled.instantiate({ timeoutMs: 0 })).close();
  });
});

describe('options', () => {
  it('in snake case do what those in camel case do', async () => {
    const logger = recorder();
    const plugin = kept(await createPlugin(await fixtureBytes('wasi_log'), { use_wasi: true, enable_wasi_output: true, run_in_worker: inWorker, logger }));
    expect((await plugin.call('log', 'hello')).byteLength).to.equal(5);
    expect(logger.lines).to.deep.equal([['info', 'line'], ['info', 'rest']]);
    if (engine === 'node') {
      const env = { env: { EXTISM_WEB_TEST: 'here' }, stderr: true };
      const script = kept(await createPlugin(await bytes(), { runInWorker: true, node_worker_args: { ...env, resourceLimits: { maxOldGenerationSizeMb: 64 } } }));
      expect((await script.call('echo', 'x')).text()).to.equal('x');
      await expectError(createPlugin(await bytes(), { run_in_worker: true, node_worker_args: { execArgv: ['--no-such-flag'] } }), 'ERR_WORKER_INVALID_EXEC_ARGV', /no-such-flag/);
    }
  });

  it('are each read once', async () => {
    const counts = {};
    const read = (values) => {
      const options = {};
      for (const [name, value] of Object.entries(values)) {
        Object.defineProperty(options, name, { enumerable: true, get: () => ((counts[name] = (counts[name] ?? 0) + 1), value) });
      }
      return options;
    };
    const values = {
      config: { vowels: 'l' }, allowedHosts: [], memory: read({ maxPages: 20, maxVarBytes: 100 }), logger: recorder(), logLevel: 'info', fetch, functions: {},
      useWasi: true, enableWasiOutput: false, allowHttpResponseHeaders: true, runInWorker: inWorker, unknown: 1,
    };
    const plugin = kept(await createPlugin(await fixtureBytes('count_vowels'), read(values)));
    expect((await plugin.call('count_vowels', 'hello')).json().count).to.equal(2);
    expect(Object.entries(counts).filter(([, count]) => count > 1)).to.deep.equal([]);
    expect(Object.keys(counts)).to.include.members(['config', 'memory', 'logger', 'useWasi', 'maxPages', 'functions']);
    expect(values.logger.lines).to.deep.equal([['warn', 'extism-web: options.unknown is not a known key and is ignored']]);
  });

  it('are those of the moment at which they are given', async () => {
    const options = { config: { vowels: 'l' }, runInWorker: inWorker };
    const making = createPlugin(await fixtureBytes('count_vowels'), options);
    options.config.vowels = 'x';
    options.config = undefined;
    expect((await kept(await making).call('count_vowels', 'hello')).json().count).to.equal(2);
  });

  it('may be of a class, with getters', async () => {
    class Mine {
      get config() { return { vowels: 'l' }; }
      get run_in_worker() { return inWorker; }
    }
    const plugin = kept(await createPlugin(await fixtureBytes('count_vowels'), new Mine()));
    expect((await plugin.call('count_vowels', 'hello')).json().count).to.equal(2);
  });

  for (const options of [7, 'text', [], () => {}]) {
    it(`are refused when they are ${typeof options} (${JSON.stringify(options)})`, async () => {
      for (const maker of Object.values(makers)) await expectError(maker(options), 'INVALID_OPTION', /^options must be an object, got /);
    });
  }

  it('of a pool are those of a plug-in', async () => {
    const logger = recorder();
    const given = {
      size: 1, timeoutMs: 5000, config: { vowels: 'l' }, allowedHosts: [], allowedPaths: {}, memory: { maxPages: 100 }, functions: {}, useWasi: true,
      enable_wasi_output: false, allow_http_response_headers: false, logger, log_level: 'warn', fetch, sharedArrayBufferSize: 1, nodeWorkerArgs: {}, worker: null,
    };
    const pool = kept(await createPool(await fixtureBytes('count_vowels'), given));
    expect((await pool.call('count_vowels', 'hello')).json().count).to.equal(2);
    expect(logger.lines).to.deep.equal([]);
    for (const options of [null, undefined, {}]) {
      const other = kept(await createPool(await fixtureBytes('count_vowels'), options));
      expect((await other.call('count_vowels', 'hello', null, options)).json().count).to.equal(2);
    }
  });

  it('that are null are as none', async () => {
    const names = ['config', 'allowedHosts', 'allowedPaths', 'memory', 'timeoutMs', 'functions', 'useWasi', 'enableWasiOutput', 'allowHttpResponseHeaders', 'logger', 'logLevel', 'fetch', 'worker', 'nodeWorkerArgs', 'sharedArrayBufferSize'];
    const plugin = await make('echo', Object.fromEntries(names.map((name) => [name, null])));
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    const memory = { maxPages: null, maxHttpResponseBytes: null, maxVarBytes: null };
    expect((await (await make('echo', { memory })).call('echo', 'x')).text()).to.equal('x');
  });
});
