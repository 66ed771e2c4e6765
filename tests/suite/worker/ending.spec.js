import { expect } from 'chai';
import { isolated, serverUrl, workersCanCallPage } from '../../support/fixtures.js';
import { expectError, expectNoFunctions, make, rejection } from '../../support/plugin.js';
import { requester } from '../http/request.js';
import { deferred, host, sleep, until } from '../functions/host.js';
import { odd } from './workers.js';

const canceled = /^EXTISM: call canceled due to timeout: function "\w+" took longer than \d+ ms$/;
const options = { runInWorker: true };

/** Milliseconds that are enough for a worker to start in, on a busy machine too. */
const LIMIT = 1500;

/** A plug-in with a loop that never ends. */
const endless = (more) => make('endless', { ...options, ...more });

const number = async (promise) => Number((await promise).text());

describe('ending a call: the time limit', () => {
  it('ends an endless loop; the next call works', async () => {
    const plugin = await endless({ timeoutMs: LIMIT });
    for (let round = 0; round < 3; round++) {
      await expectError(plugin.call('forever'), 'TIMEOUT', canceled);
      expect(plugin.isActive()).to.equal(false);
      expect(await number(plugin.call('get'))).to.equal(0);
    }
  });

  it('may be given by the call, and that one wins', async () => {
    const plugin = await endless({ timeoutMs: 60_000 });
    await expectError(plugin.call('forever', null, null, { timeoutMs: 50 }), 'TIMEOUT', canceled);
    const patient = await endless({ timeoutMs: 1000 });
    const making = make('host_fns', { ...options, timeoutMs: LIMIT, functions: host({ void: () => sleep(LIMIT + 500) }) });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const waits = await making;
    await waits.call('void', null, null, { timeoutMs: 0 });
    await waits.call('void', null, null, { timeoutMs: null });
    await expectError(waits.call('void'), 'TIMEOUT', canceled);
    expect(await number(patient.call('get'))).to.equal(0);
  });

  it('may be given by the manifest', async () => {
    const plugin = await make({ wasm: [{ url: `${serverUrl}/target/fixtures/endless.wasm` }], timeout_ms: LIMIT }, options);
    await expectError(plugin.call('forever'), 'TIMEOUT', canceled);
    expect(await number(plugin.call('get'))).to.equal(0);
  });

  it('names the function and the limit', async () => {
    const plugin = await endless({ timeoutMs: LIMIT });
    const text = (limit) => `EXTISM: call canceled due to timeout: function "forever" took longer than ${limit} ms`;
    await expectError(plugin.call('forever'), 'TIMEOUT', text(LIMIT));
    await expectError(plugin.call('forever', null, null, { timeoutMs: 50 }), 'TIMEOUT', text(50));
    await expectError(plugin.call('forever', null, null, { timeout_ms: 60 }), 'TIMEOUT', text(60));
  });

  it('ends a host function that never settles, whose context is that of the new worker then', async () => {
    let context;
    const functions = host({ void: (ctx) => { context = ctx; return new Promise(() => {}); } });
    const making = make('host_fns', { ...options, timeoutMs: LIMIT, functions });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const plugin = await making;
    await expectError(plugin.call('void'), 'TIMEOUT', canceled);
    await plugin.memory();
    expect(context.read(context.store('more')).text()).to.equal('more');
    context.setVariable('v', 'kept');
    expect(context.getVariable('v').text()).to.equal('kept');
    functions.host.void = () => {};
    await expectError(plugin.call('void'), 'TIMEOUT', canceled);
    expect((await plugin.call('f64', new Uint8Array(8))).byteLength).to.equal(8);
  });

  it('does not mind what becomes of a host function later', async () => {
    const late = [deferred(), deferred()];
    let calls = 0;
    const functions = host({ i32: () => (calls < 2 ? late[calls++].promise : 7) });
    const making = make('host_fns', { ...options, functions });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const plugin = await making;
    for (let round = 0; round < 2; round++) {
      // Once there is a worker, so that the function is called in time.
      await plugin.call('f64', new Uint8Array(8));
      await expectError(plugin.call('i32', new Uint8Array(8), null, { timeoutMs: 100 }), 'TIMEOUT', canceled);
    }
    expect(calls).to.equal(2);
    const output = plugin.call('i32', new Uint8Array(8));
    late[0].resolve(1);
    late[1].reject(new Error('nobody is to see this'));
    expect((await output).getInt32(0, true)).to.equal(7);
  });

  it('ends an HTTP request', async () => {
    const plugin = await requester({ ...options, timeoutMs: 300, memory: { maxHttpResponseBytes: 2 ** 40 } });
    const open = async () => Number(await (await fetch(`${serverUrl}/http/endless/open`)).text());
    const before = await open();
    await expectError(plugin.call('request', JSON.stringify({ url: `${serverUrl}/http/endless` })), 'TIMEOUT', canceled);
    await until(async () => (await open()) === before);
  });

  it('ends a start', async () => {
    const text = 'EXTISM: timed out while waiting for plugin to instantiate: it took longer than 150 ms';
    await expectError(make('endless_start', { ...options, timeoutMs: 150 }), 'TIMEOUT', text);
    const functions = { host: { i32: () => sleep(5000).then(() => 1) } };
    const waiting = make('host_start', { ...options, timeoutMs: 150, functions });
    if (isolated) await expectError(waiting, 'TIMEOUT', text);
    else await expectError(waiting, 'UNSUPPORTED', /must be waited for|cannot wait/);
  });

  it('leaves the last vars that the page knows of', async () => {
    const plugin = await endless();
    await plugin.call('set', 41);
    await expectError(plugin.call('set_forever', 42, null, { timeoutMs: 50 }), 'TIMEOUT', canceled);
    expect(await number(plugin.call('get'))).to.equal(41);
    await plugin.call('set', 43);
    expect(await number(plugin.call('get'))).to.equal(43);
  });

  it('is none when it is longer than a timer can wait', async () => {
    const plugin = await endless({ timeoutMs: 2 ** 40 });
    expect(await number(plugin.call('get', null, null, { timeoutMs: 2 ** 31 }))).to.equal(0);
  });

  for (const timeoutMs of [-1, NaN, '100', {}]) {
    it(`is refused when it is ${String(timeoutMs)} (${typeof timeoutMs})`, async () => {
      const plugin = await endless();
      await expectError(plugin.call('get', null, null, { timeoutMs }), 'INVALID_OPTION', /^a call's timeoutMs must be a number of milliseconds/);
      await expectError(endless({ timeoutMs }), 'INVALID_OPTION', /timeoutMs/);
      expect(await number(plugin.call('get'))).to.equal(0);
    });
  }

  it('of a call is refused on the main thread, as is a signal', async () => {
    const plugin = await make('echo', { runInWorker: false });
    const text = (what) => `the ${what} of a call requires runInWorker: true; only a plug-in in a worker can be stopped`;
    const call = (options) => async () => plugin.call('echo', 'x', null, options);
    await expectError(call({ timeoutMs: 10 })(), 'INVALID_OPTION', text('timeoutMs'));
    await expectError(call({ signal: new AbortController().signal })(), 'INVALID_OPTION', text('signal'));
    expect((await plugin.call('echo', 'x', null, {})).text()).to.equal('x');
  });
});

describe('ending a call: a signal', () => {
  const text = 'EXTISM: call canceled due to abort';

  it('ends an endless loop; the next call works', async () => {
    const plugin = await endless();
    const controller = new AbortController();
    const call = plugin.call('forever', null, null, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 50);
    const error = await expectError(call, 'ABORTED', text);
    expect(error.cause).to.equal('enough');
    expect(await number(plugin.call('get'))).to.equal(0);
  });

  it('that is aborted already keeps the call from beginning', async () => {
    const plugin = await endless();
    await expectError(plugin.call('set', 5, null, { signal: AbortSignal.abort() }), 'ABORTED', text);
    expect(await number(plugin.call('get'))).to.equal(0);
  });

  it('may be aborted by a host function of the call', async () => {
    const controller = new AbortController();
    const functions = host({ void: () => controller.abort() });
    const making = make('host_fns', { ...options, functions });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const plugin = await making;
    await expectError(plugin.call('void', null, null, { signal: controller.signal }), 'ABORTED', text);
    await plugin.call('void');
  });

  it('does nothing once the call is over', async () => {
    const plugin = await endless();
    const controller = new AbortController();
    await plugin.call('set', 6, null, { signal: controller.signal });
    controller.abort();
    await sleep(20);
    expect(await number(plugin.call('get'))).to.equal(6);
  });

  it('must be one', async () => {
    const plugin = await endless();
    await expectError(plugin.call('get', null, null, { signal: 'stop' }), 'INVALID_OPTION', 'the signal of a call must be an AbortSignal');
  });
});

describe('ending a call: closing', () => {
  it('rejects the call that runs, and every later one', async () => {
    const plugin = await endless();
    const call = plugin.call('forever');
    await sleep(30);
    await Promise.all([expectError(call, 'CLOSED', 'plugin is closed'), plugin.close()]);
    await expectError(plugin.call('get'), 'CLOSED', 'plugin is closed');
    await plugin.close();
  });

  if (isolated) it('ends a worker that does not come to the end of its start', async () => {
    let starts = 0;
    const i32 = () => (starts++ === 0 ? 0 : new Promise(() => {}));
    const plugin = await make('host_start', { ...options, functions: { host: { i32 } } });
    const controller = new AbortController();
    const call = plugin.call('run', null, null, { signal: controller.signal });
    controller.abort();
    await expectError(call, 'ABORTED', /abort/);
    const next = plugin.call('run');
    await until(() => starts === 2);
    await Promise.all([expectError(next, 'CLOSED', 'plugin is closed'), plugin.close()]);
  });

  it('may come while the worker is being replaced', async () => {
    const plugin = await endless();
    await expectError(plugin.call('forever', null, null, { timeoutMs: 30 }), 'TIMEOUT', canceled);
    const call = plugin.call('get');
    await Promise.all([expectError(call, 'CLOSED', 'plugin is closed'), plugin.close()]);
  });
});

describe('ending a call: while the worker is being replaced', () => {
  if (isolated) it('a host function of the start cannot call the plug-in, for which it would wait', async () => {
    let starts = 0;
    let inner;
    const i32 = async (_context, value) => {
      if (value === 1) return new Promise(() => {});
      if (starts++ > 0) inner = await rejection(plugin.call('run'));
      return value;
    };
    const plugin = await make('host_start', { ...options, functions: { host: { i32 } } });
    await expectError(plugin.call('call', 1, null, { timeoutMs: 50 }), 'TIMEOUT', canceled);
    await until(() => inner !== undefined);
    expect(inner).to.have.property('message', 'plugin is not reentrant: a host function of its start is running');
    expect((await plugin.call('run')).text()).to.match(/^\d+$/);
  });
});

describe('ending a call: a worker that cannot be replaced', () => {
  it('leaves every later call with the reason', async () => {
    let starts = 0;
    const failure = new Error('not a second time');
    const i32 = (_context, value) => {
      if (value === 1) return new Promise(() => {});
      if (starts++ > 0) throw failure;
      return value;
    };
    if (!isolated) {
      // A worker that waits by suspending cannot do so as a plug-in starts.
      await expectError(make('host_start', { ...options, functions: { host: { i32 } } }), 'UNSUPPORTED', /must be waited for|cannot wait/);
      return;
    }
    const plugin = await make('host_start', { ...options, functions: { host: { i32 } } });
    await expectError(plugin.call('call', 1, null, { timeoutMs: 50 }), 'TIMEOUT', canceled);
    for (let round = 0; round < 2; round++) expect(await rejection(plugin.call('run'))).to.equal(failure);
  });

  it('is tried again by the next call, and vars stay', async () => {
    const start = await odd('nothing');
    const failure = new Error('not now');
    let refused = 0;
    const worker = () => {
      if (refused-- > 0) throw failure;
      return start();
    };
    const plugin = await make('endless', { ...options, worker });
    await plugin.call('set', 7);
    for (const times of [1, 2, 3]) {
      refused = times;
      await expectError(plugin.call('forever', null, null, { timeoutMs: 50 }), 'TIMEOUT', canceled);
      // The first is refused before there is a call.
      for (let call = 1; call < times; call++) expect(await rejection(plugin.call('get'))).to.equal(failure);
      expect((await plugin.call('get')).text()).to.equal('7');
    }
  });

  it('can be closed', async () => {
    const start = await odd('nothing');
    const worker = () => {
      if (start.started.length > 0) throw new Error('no more');
      return start();
    };
    const plugin = await make('endless', { ...options, worker });
    await expectError(plugin.call('forever', null, null, { timeoutMs: 50 }), 'TIMEOUT', canceled);
    await expectError(plugin.call('get'), undefined, 'no more');
    await plugin.close();
    await expectError(plugin.call('get'), 'CLOSED', 'plugin is closed');
  });
});
