import { expect } from 'chai';
import { implementationOf } from '../../../js/plugin.js';
import { Scheduler } from '../../../js/pool/scheduler.js';
import { expectError, kept, make, rejection } from '../../support/plugin.js';
import { crew, settled } from './members.js';

/** A pool of plug-ins on this thread. */
const local = (name, size) => new Scheduler(async () => implementationOf(await make(name, { runInWorker: false })), size);

describe('a call of a pool', () => {
  it('passes everything on', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 1);
    const context = {};
    const options = { timeoutMs: 5, signal: new AbortController().signal };
    for (let round = 0; round < 2; round += 1) {
      // The first waits for the start, the second does not wait.
      const call = pool.call('name', 'input', context, options);
      await settled();
      const { name, input, hostContext, options: given, resolve } = calls[round];
      expect([name, input]).to.deep.equal(['name', 'input']);
      expect(hostContext).to.equal(context);
      expect(given).to.deep.equal(options);
      resolve(context);
      expect(await call).to.equal(context);
    }
  });

  const inputs = {
    'a Uint8Array': () => new Uint8Array([1, 2, 3, 4]),
    'an ArrayBuffer': () => new Uint8Array([1, 2, 3, 4]).buffer,
    'a view of a part': () => new Uint8Array([9, 1, 2, 3, 4, 9]).subarray(1, 5),
    'a DataView': () => new DataView(new Uint8Array([9, 1, 2, 3, 4]).buffer, 1),
    'a Uint16Array': () => new Uint16Array(new Uint8Array([1, 2, 3, 4]).buffer),
  };
  for (const [what, input] of Object.entries(inputs)) {
    it(`that waits has its input as it was: ${what}`, async () => {
      const pool = kept(local('echo', 1));
      const first = pool.call('echo', 'x');
      const given = input();
      const waiting = pool.call('echo', given);
      new Uint8Array(given.buffer ?? given).fill(7);
      await first;
      expect([...(await waiting).bytes()]).to.deep.equal([1, 2, 3, 4]);
    });
  }

  for (const [what, input] of [['text', 'grüße'], ['a number', 12.5], ['nothing', undefined], ['null', null]]) {
    it(`that waits takes ${what}`, async () => {
      const pool = kept(local('echo', 1));
      const outputs = await Promise.all([pool.call('echo', input), pool.call('echo', input)]);
      for (const output of outputs) expect(output.text()).to.equal(String(input ?? ''));
    });
  }

  it('that waits with an input that is none is refused as any is', async () => {
    const pool = kept(local('echo', 1));
    const detached = new Uint8Array(8);
    structuredClone(detached, { transfer: [detached.buffer] });
    for (const bad of [{}, [1], Symbol('s'), () => {}]) {
      await expectError(pool.call('echo', bad), 'INVALID_INPUT', /the input of a call must be a string, bytes or nothing/);
    }
    expect((await pool.call('echo', 'next')).text()).to.equal('next');
    const first = pool.call('echo', 'x');
    await Promise.allSettled([first, pool.call('echo', detached), pool.call('echo', detached.buffer)]);
    expect((await pool.call('echo', 'next')).text()).to.equal('next');
  });

  it('aborted before it is made is not made', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 1);
    const reason = new Error('changed my mind');
    const call = pool.call('f', '', undefined, { signal: AbortSignal.abort(reason) });
    const error = await expectError(call, 'ABORTED', 'EXTISM: call canceled due to abort');
    expect(error.cause).to.equal(reason);
    expect(pool.stats).to.deep.include({ started: 0, failed: 1 });
    expect(calls).to.deep.equal([]);
  });

  it('aborted while it waits rejects at once and never begins', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 1);
    const controller = new AbortController();
    const running = pool.call('f', 'running');
    const waiting = pool.call('f', 'waiting', undefined, { signal: controller.signal });
    const after = pool.call('f', 'after');
    await settled();
    const reason = new Error('changed my mind');
    controller.abort(reason);
    const error = await expectError(waiting, 'ABORTED', 'EXTISM: call canceled due to abort');
    expect(error.cause).to.equal(reason);
    expect(pool.stats).to.deep.include({ queued: 1, failed: 1, busy: 1 });
    calls[0].resolve(1);
    await settled();
    calls[1].resolve(2);
    expect(await Promise.all([running, after])).to.deep.equal([1, 2]);
    expect(calls.map(({ input }) => input)).to.deep.equal(['running', 'after']);
  });

  it('leaves nothing on its signal when it waits no more', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 1);
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args) => { listeners += 1; addEventListener.apply(signal, args); };
    signal.removeEventListener = (...args) => { listeners -= 1; removeEventListener.apply(signal, args); };
    pool.call('f');
    const begun = pool.call('f', 1, undefined, { signal });
    const closed = rejection(pool.call('f', 2, undefined, { signal }));
    expect(listeners).to.equal(2);
    await settled();
    calls[0].resolve(null);
    await settled();
    expect(listeners, 'the call that begins').to.equal(1);
    await pool.close();
    await closed;
    expect(listeners, 'the call that never will').to.equal(0);
    calls[1].resolve(null);
    await begun;
  });

  for (const [what, signal] of [['text', 'now'], ['an object', {}], ['a controller', new AbortController()]]) {
    it(`refuses ${what} as its signal`, async () => {
      const pool = new Scheduler(crew().make, 1);
      const error = await expectError(pool.call('f', '', undefined, { signal }), 'INVALID_OPTION', 'the signal of a call must be an AbortSignal');
      expect(error).to.be.instanceOf(TypeError);
      expect(pool.stats).to.deep.include({ queued: 0, failed: 1 });
    });
  }

  it('may be one of many in plug-ins of one kind, each with its own variables', async () => {
    const pool = kept(local('count_vowels', 3));
    await pool.warm();
    const totals = (await Promise.all(Array.from({ length: 30 }, () => pool.call('count_vowels', 'a')))).map((output) => output.json().total);
    expect(Math.max(...totals)).to.be.at.most(30);
    expect(totals.filter((total) => total === 1).length).to.equal(3);
  });
});
