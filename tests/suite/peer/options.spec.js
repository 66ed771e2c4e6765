import { ref, results, script } from '../../support/abi-script.js';
import { inWorker } from '../../support/fixtures.js';
import { differs, same, sameInWorkers } from './compare.js';

/** What `count_vowels` says, made with these options. */
const counts = (options) => async (host) => (await (await host.make('count_vowels', options?.(host))).call('count_vowels', 'aeb')).json();

const none = { useWasi: undefined, logger: undefined, logLevel: undefined, functions: undefined, allowedPaths: undefined, allowedHosts: undefined, memory: undefined, timeoutMs: undefined, enableWasiOutput: undefined, config: undefined, fetch: undefined, sharedArrayBufferSize: undefined, allowHttpResponseHeaders: undefined, nodeWorkerArgs: undefined };
const of = (value) => Object.fromEntries(Object.keys(none).map((name) => [name, value]));

describe('as in @extism/extism, the options', () => {
  const options = {
    'may be left out': undefined,
    'may all be undefined': () => none,
    'may all be null': () => of(null),
    'may all be false, as a condition leaves them': () => ({ ...of(false), nodeWorkerArgs: undefined }),
    'config is read': () => ({ config: { vowels: 'b' } }),
    'config may be empty': () => ({ config: {} }),
    'config may have empty values': () => ({ config: { vowels: '' } }),
    'config may be of a class': () => ({ config: new (class { vowels = 'b'; })() }),
    'may be frozen': () => Object.freeze({ functions: Object.freeze({}) }),
    'may be of a class': () => new (class { config = { vowels: 'b' }; })(),
    'may have getters': () => ({ get config() { return { vowels: 'b' }; } }),
    'functions may be empty': () => ({ functions: {} }),
    'functions may be of no use': () => ({ functions: { a: { b() {} } } }),
    'memory may be empty': () => ({ memory: {} }),
    'memory may have nothing set': () => ({ memory: { maxPages: undefined, maxHttpResponseBytes: undefined, maxVarBytes: undefined } }),
    'memory may have limits without end': () => ({ memory: { maxHttpResponseBytes: Infinity, maxVarBytes: Infinity } }),
    'sharedArrayBufferSize is taken': () => ({ sharedArrayBufferSize: 1 << 16 }),
    'useWasi for a plug-in without WASI': () => ({ useWasi: true }),
    'enableWasiOutput without WASI': () => ({ enableWasiOutput: true }),
    'timeoutMs 0 is no limit': () => ({ timeoutMs: 0 }),
    'fetch is taken': () => ({ fetch: (...args) => fetch(...args) }),
    'a logger may lack methods': () => ({ logger: { info() {}, debug() {}, warn() {}, error() {} } }),
    'a logger may have only the worst': () => ({ logger: { error() {} } }),
  };
  sameInWorkers('timeoutMs may be a part of a millisecond', counts(() => ({ timeoutMs: 20_000.5 })));
  for (const [title, option] of Object.entries(options)) same(title, counts(option));

  same('a logger is given text alone, and is itself', async (host) => {
    const calls = [];
    const logger = { ...host.logger, tag: 'me', info(...args) { calls.push([this.tag, ...args]); } };
    await (await host.make('abi', { logger, logLevel: 'trace' })).call('run', script([['block', 'x'], ['log_info', ref(0)]]));
    return calls;
  });
  for (const logLevel of ['trace', 'debug', 'info', 'warn', 'error', 'silent', undefined]) {
    const names = ['trace', 'debug', 'info', 'warn', 'error'];
    same(`logLevel ${logLevel}`, async (host) => {
      const lines = names.flatMap((name, index) => [['block', `a ${name}`], [`log_${name}`, ref(2 * index)]]);
      const output = await (await host.make('abi', { logLevel })).call('run', script([...lines, ['get_log_level']]));
      return results(output).at(-1);
    });
  }
  differs('a logger that lacks a method gets the message by another', 'a logger without a method', async (host) => {
    const got = [];
    const logger = { debug: (text) => got.push(text), error() {} };
    await (await host.make('abi', { logger, logLevel: 'trace' })).call('run', script([['block', 'x'], ['log_trace', ref(0)]]));
    return got;
  }, ['x']);

  const level = 'text of a wrong log level';
  differs('logLevel that is none', level, counts(() => ({ logLevel: 'loud' })), /^the log level must be trace, debug, info, warn, error or silent, got "loud"$/);
  const wrong = 'options of a wrong type';
  differs('useWasi that is no truth value', wrong, counts(() => ({ useWasi: 'yes' })), /^options\.useWasi must be true or false, got a string$/);
  differs('config with a value of another type', wrong, counts(() => ({ config: { vowels: {} } })), /^options\.config\.vowels must be a string, got an object$/);
  differs('config that changes later', 'options that change later', async (host) => {
    const config = { vowels: 'a' };
    const plugin = await host.make('count_vowels', { config });
    config.vowels = 'b';
    return (await plugin.call('count_vowels', 'ab')).json().vowels;
  }, 'a');
  if (!inWorker) {
    differs('timeoutMs without a worker', 'text of a time limit without a worker', counts(() => ({ timeoutMs: 10 })), /^options\.timeoutMs requires runInWorker: true/);
  }
});
