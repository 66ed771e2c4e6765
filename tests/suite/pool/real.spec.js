// Pools of real workers.
import { expect } from 'chai';
import { createPool, Pool, PluginError } from 'extism-web';
import { engine, fixtureBytes, fixtureUrl, hasJspi, isolated } from '../../support/fixtures.js';
import { expectError, kept, rejection } from '../../support/plugin.js';
import { decode, deferred, encode, host, sleep, until } from '../functions/host.js';
import { odd } from '../worker/workers.js';

const number = (value) => encode(['i32', value]);

/** A pool that the end of the test closes. */
const pool = async (fixture, options) => kept(await createPool(await fixtureBytes(fixture), options));

/** Whether a plug-in in a worker can wait for a host function. */
const canWait = isolated || hasJspi;

describe('createPool', () => {
  it('makes a pool, which starts nothing by itself', async () => {
    const made = await pool('count_vowels', { size: 2 });
    expect(made).to.be.instanceOf(Pool);
    expect(made.stats).to.deep.equal({ size: 2, started: 0, busy: 0, idle: 0, queued: 0, completed: 0, failed: 0 });
    expect((await made.call('count_vowels', 'Hello, World!')).json().count).to.equal(3);
    expect(made.stats).to.deep.include({ started: 1, idle: 1, completed: 1 });
  });

  it('takes any manifest, and the options of a plug-in', async () => {
    for (const manifest of [fixtureUrl('count_vowels'), Promise.resolve({ wasm: [{ url: fixtureUrl('count_vowels') }] })]) {
      const made = kept(await createPool(manifest, { size: 1, config: { vowels: 'l' } }));
      expect((await made.call('count_vowels', 'Hello, World!')).json().count).to.equal(3);
    }
  });

  it('has a size of its own accord, also when it is given none', async () => {
    expect((await pool('echo', { size: null })).stats.size).to.be.at.least(1);
    const made = await pool('echo', null);
    expect(made.stats.size).to.be.at.least(1);
    expect((await made.call('echo', 'x')).text()).to.equal('x');
  });

  it('runs in workers, whatever the option says', async () => {
    const made = await pool('endless', { size: 1, runInWorker: false });
    await expectError(made.call('forever', null, null, { timeoutMs: 50 }), 'TIMEOUT', /timeout/);
  });

  for (const size of [0, -1, 1.5, '2', NaN]) {
    it(`refuses the size ${String(size)} (${typeof size})`, async () => {
      const error = await expectError(pool('echo', { size }), 'INVALID_OPTION', /^options\.size must be a whole number of at least 1, got /);
      expect(error).to.be.instanceOf(TypeError);
    });
  }

  it('refuses a wrong manifest and wrong options at once, and a wrong worker when it is started', async () => {
    await expectError(createPool(new Uint8Array(3)), 'INVALID_WASM', /not a valid WebAssembly module/);
    await expectError(pool('echo', { size: 1, logLevel: 'loud' }), 'INVALID_OPTION', /log level/);
    const made = await pool('echo', { size: 1, worker: 7 });
    await expectError(made.call('echo', 'x'), 'INVALID_OPTION', /options\.worker/);
    await expectError(made.warm(), 'INVALID_OPTION', /options\.worker/);
    expect(made.stats).to.deep.include({ started: 0, failed: 1 });
  });

  it('ends calls by the time limit in its options, in either spelling; the next ones work', async () => {
    for (const limit of [{ timeoutMs: 300 }, { timeout_ms: 300 }]) {
      const made = await pool('endless', { size: 2, ...limit });
      await expectError(made.call('forever'), 'TIMEOUT', 'EXTISM: call canceled due to timeout: function "forever" took longer than 300 ms');
      expect((await made.call('get')).text()).to.equal('0');
    }
    await expectError(pool('echo', { signal: new AbortController().signal }), 'INVALID_OPTION', /^options\.signal: a signal is an option of a call/);
  });

  it('passes nothing of its own on to the plug-ins', async () => {
    const lines = [];
    const logger = { trace() {}, debug() {}, info() {}, error() {}, warn: (text) => lines.push(text) };
    const made = await pool('echo', { size: 1, logger });
    await made.call('echo', 'x');
    expect(lines).to.deep.equal([]);
  });
});

describe('calls of a pool of workers', () => {
  it('give every call its own output', async () => {
    const made = await pool('echo', { size: 2 });
    const inputs = Array.from({ length: 500 }, (_, i) => `${i} ${'x'.repeat((i * 37) % 3000)}`);
    const outputs = await Promise.all(inputs.map((input) => made.call('echo', input)));
    expect(outputs.map((output) => output.text())).to.deep.equal(inputs);
    await until(() => made.stats.idle === 2);
    expect(made.stats).to.deep.include({ started: 2, completed: 500 });
  });

  if (canWait) {
    it('run at the same time', async () => {
      const gate = deferred();
      let running = 0;
      const i32 = async (context, n) => {
        if (++running === 2) gate.resolve();
        // Only when two calls are inside at once does either go on.
        await gate.promise;
        return n + context.hostContext();
      };
      const made = await pool('host_fns', { size: 2, functions: host({ i32 }) });
      const outputs = await Promise.all([made.call('i32', number(1), 10), made.call('i32', number(2), 20)]);
      expect(outputs.map((output) => decode('i32', output))).to.deep.equal([11, 22]);
    });

    it('have variables of their workers', async () => {
      const befores = [];
      let gate;
      const i32 = async (context, n) => {
        befores.push(context.getVariable('seen')?.text() ?? '');
        context.setVariable('seen', `${befores.at(-1)}${n}`);
        if (befores.length % 2 === 0) gate.resolve();
        await gate.promise;
        return n;
      };
      const made = await pool('host_fns', { size: 2, functions: host({ i32 }) });
      for (const pair of [[1, 2], [3, 4]]) {
        gate = deferred();
        await Promise.all(pair.map((n) => made.call('i32', number(n))));
      }
      expect(befores.slice(0, 2)).to.deep.equal(['', '']);
      expect(befores.slice(2).sort()).to.deep.equal(['1', '2']);
      expect(made.stats).to.deep.include({ started: 2, completed: 4 });
    });

    it('take their input as it is when they are made', async () => {
      const made = await pool('host_fns', { size: 1, functions: host({ i32: async (_, n) => n }) });
      await made.warm();
      const inputs = [number(5), number(6)];
      const calls = inputs.map((input) => made.call('i32', input));
      for (const input of inputs) input.fill(77);
      expect((await Promise.all(calls)).map((output) => decode('i32', output))).to.deep.equal([5, 6]);
    });
  }

  it('that time out or are aborted take nothing from the others', async () => {
    const made = await pool('endless', { size: 2 });
    await made.warm();
    const controller = new AbortController();
    const stuck = [
      expectError(made.call('forever', null, null, { timeoutMs: 100 }), 'TIMEOUT', /^EXTISM: call canceled due to timeout/),
      expectError(made.call('forever', null, null, { signal: controller.signal }), 'ABORTED', 'EXTISM: call canceled due to abort'),
    ];
    const others = Array.from({ length: 6 }, () => made.call('get'));
    expect(made.stats).to.deep.include({ busy: 2, queued: 6 });
    await stuck[0];
    // One worker is still stuck; the other is replaced and does all the work.
    await Promise.all(others);
    controller.abort();
    await stuck[1];
    await made.call('get');
    expect(made.stats).to.deep.include({ started: 2, completed: 7, failed: 2 });
  });

  it('have their time from when a worker begins them', async () => {
    const made = await pool('endless', { size: 1 });
    await made.warm();
    const first = expectError(made.call('forever', null, null, { timeoutMs: 400 }), 'TIMEOUT', /timeout/);
    const waited = made.call('get', null, null, { timeoutMs: 300 });
    await first;
    expect(Number((await waited).text())).to.equal(0);
  });

  it('are not lost when workers die, busy or idle', async () => {
    const worker = await odd('nothing');
    const made = await pool('endless', { size: 2, worker });
    await made.warm();
    // More than two when a start was tried again.
    const { length: warm } = worker.started;
    const dying = [made.call('forever'), made.call('forever')].map((call) => expectError(call, 'WORKER', /^the plug-in's worker ended by itself/));
    const waiting = made.call('get');
    await sleep(30);
    for (const one of [...worker.started]) one.terminate();
    await Promise.all(dying);
    await waiting;
    await until(() => made.stats.idle === 2);
    const { length: replaced } = worker.started;
    expect(replaced).to.be.at.least(warm + 2);
    for (const one of worker.started.slice(warm)) one.terminate();
    await until(() => worker.started.length >= replaced + 2);
    await Promise.all([made.call('get'), made.call('get')]);
    expect(made.stats).to.deep.include({ started: 2, completed: 3, failed: 2 });
  });

  it('are made by new workers when one cannot be replaced', async () => {
    const start = await odd('nothing');
    let failing = false;
    let failures = 0;
    const worker = () => {
      if (!failing) return start();
      failing = false;
      failures += 1;
      throw new Error('no worker today');
    };
    const made = await pool('endless', { size: 1, worker });
    await made.warm();
    failing = true;
    await expectError(made.call('forever', null, null, { timeoutMs: 50 }), 'TIMEOUT', /timeout/);
    expect(Number((await made.call('get')).text())).to.equal(0);
    expect(failures).to.equal(1);
  });

  it('reject with why no worker starts, and are tried again', async () => {
    const start = await odd('nothing');
    let broken = true;
    const failure = new Error('no worker today');
    const worker = () => {
      if (broken) throw failure;
      return start();
    };
    const made = await pool('endless', { size: 2, worker });
    const failures = await Promise.all([rejection(made.call('get')), rejection(made.call('get')), rejection(made.call('get'))]);
    expect(failures).to.deep.equal([failure, failure, failure]);
    broken = false;
    expect(Number((await made.call('get')).text())).to.equal(0);
  });

  it('end in CLOSED when the pool is closed, running or waiting', async () => {
    const made = await pool('endless', { size: 1 });
    await made.warm();
    const running = expectError(made.call('forever'), 'CLOSED', 'plugin is closed');
    const waiting = expectError(made.call('get'), 'CLOSED', 'pool is closed');
    await made.close();
    await Promise.all([running, waiting]);
    const error = await expectError(made.call('get'), 'CLOSED', 'pool is closed');
    expect(error).to.be.instanceOf(PluginError);
  });

  it('all end, whatever happens to them', async () => {
    const made = await pool('endless', { size: 2 });
    const outcomes = [];
    for (let i = 0; i < 40; i += 1) {
      const controller = new AbortController();
      if (i % 5 === 1) setTimeout(() => controller.abort(), 20 + 7 * i);
      const never = i % 8 === 1;
      const call = made.call(never ? 'forever' : 'get', null, null, { signal: controller.signal, timeoutMs: never ? 60 : 20_000 });
      outcomes.push(call.then(() => 'done', ({ code }) => code));
    }
    const codes = await Promise.all(outcomes);
    for (const code of codes) expect(code).to.be.oneOf(['done', 'TIMEOUT', 'ABORTED']);
    codes.forEach((code, i) => {
      if (i % 8 === 1) expect(code).to.not.equal('done');
      else if (i % 5 !== 1) expect(code).to.equal('done');
    });
    const { completed, failed, busy, queued } = made.stats;
    expect([completed + failed, busy, queued]).to.deep.equal([40, 0, 0]);
  }).timeout(30_000);
});

if (engine === 'node') {
  describe('a pool in Node', () => {
    it('does not keep the process alive while it is idle', async () => {
      const { execFile } = await import('node:child_process');
      const root = new URL('../../../', import.meta.url);
      const script = `
        import { createPool } from 'extism-web';
        import { readFileSync } from 'node:fs';
        const pool = await createPool(readFileSync('target/fixtures/echo.wasm'), { size: 2 });
        await pool.warm();
        console.log((await pool.call('echo', 'printed')).text());`;
      const { code, out } = await new Promise((resolve) =>
        execFile(process.execPath, ['--input-type=module', '-e', script], { cwd: root, timeout: 9000 }, (error, stdout) => resolve({ code: error?.code ?? error?.signal ?? 0, out: stdout })));
      expect([code, out]).to.deep.equal([0, 'printed\n']);
    });
  });
}
