// When a pool starts, keeps and ends its workers.
import { expect } from 'chai';
import { Pool } from '../../../js/pool.js';
import { Scheduler } from '../../../js/pool/scheduler.js';
import { expectError, rejection } from '../../support/plugin.js';
import { crew, settled, timeout } from './members.js';

describe('the workers of a pool', () => {
  it('are started when all others are busy, up to the size', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 2);
    expect(pool.stats).to.deep.equal({ size: 2, started: 0, busy: 0, idle: 0, queued: 0, completed: 0, failed: 0 });
    pool.call('f', 1);
    await settled();
    expect(pool.stats).to.deep.include({ started: 1, busy: 1, idle: 0 });
    calls[0].resolve(null);
    await settled();
    expect(pool.stats).to.deep.include({ started: 1, busy: 0, idle: 1, completed: 1 });
    for (let i = 0; i < 5; i += 1) pool.call('f', i);
    await settled();
    expect(members.length).to.equal(2);
    expect(pool.stats).to.deep.include({ started: 2, busy: 2, queued: 3 });
  });

  it('are not started for calls that are on their way to one', async () => {
    const { make, starts } = crew({ startsAtOnce: false });
    const pool = new Scheduler(make, 5);
    pool.call('f', 1);
    pool.call('f', 2);
    expect(starts.length).to.equal(2);
    expect(pool.stats).to.deep.include({ started: 2, busy: 0, idle: 0, queued: 2 });
    starts[1].resolve();
    await settled();
    expect(pool.stats).to.deep.include({ started: 2, busy: 1, queued: 1 });
    pool.call('f', 3);
    expect(starts.length).to.equal(3);
  });

  it('are all started by warm', async () => {
    const { make, members } = crew();
    const pool = new Scheduler(make, 3);
    await Promise.all([pool.warm(), pool.warm()]);
    expect(members.length).to.equal(3);
    expect(pool.stats).to.deep.include({ started: 3, idle: 3 });
    await pool.warm();
    expect(members.length).to.equal(3);
  });

  it('that warm cannot start are started by calls', async () => {
    const { make, starts, calls } = crew({ startsAtOnce: false });
    const pool = new Scheduler(make, 2);
    const warming = pool.warm();
    const reason = new Error('no more workers');
    starts[0].reject(reason);
    starts[1].resolve();
    expect(await rejection(warming)).to.equal(reason);
    expect(pool.stats).to.deep.include({ started: 1, idle: 1 });
    pool.call('f', 1);
    pool.call('f', 2);
    expect(starts.length).to.equal(3);
    starts[2].resolve();
    await settled();
    expect(calls.length).to.equal(2);
  });

  it('whose start fails leave the calls to the others', async () => {
    const { make, starts, calls } = crew({ startsAtOnce: false });
    const pool = new Scheduler(make, 2);
    const outputs = Promise.all([pool.call('f', 1), pool.call('f', 2)]);
    starts[0].resolve();
    await settled();
    starts[1].reject(new Error('out of memory'));
    await settled();
    expect(pool.stats).to.deep.include({ started: 1, busy: 1, queued: 1, failed: 0 });
    calls[0].resolve('one');
    await settled();
    calls[1].resolve('two');
    expect(await outputs).to.deep.equal(['one', 'two']);
  });

  it('give a failed start to the calls when none is left, and are tried again by later calls', async () => {
    const { make, starts, calls } = crew({ startsAtOnce: false });
    const pool = new Scheduler(make, 2);
    for (let round = 0; round < 3; round += 1) {
      const reason = new Error(`start ${round}`);
      const failing = [1, 2, 3].map((i) => rejection(pool.call('f', i)));
      expect(starts.length).to.equal(2 * round + 2);
      starts[2 * round].reject(new Error('the first, which leaves a hope'));
      await settled();
      expect(pool.stats).to.deep.include({ started: 1, queued: 3 });
      starts[2 * round + 1].reject(reason);
      expect(await Promise.all(failing)).to.deep.equal([reason, reason, reason]);
      expect(pool.stats).to.deep.include({ started: 0, queued: 0, failed: 3 * round + 3 });
    }
    const call = pool.call('f', 'now');
    starts.at(-1).resolve();
    await settled();
    calls[0].resolve('works');
    expect(await call).to.equal('works');
  });

  it('that cannot be had throw nothing at nobody', async () => {
    const pool = new Scheduler(() => { throw new Error('at once'); }, 1);
    expect((await rejection(pool.call('f'))).message).to.equal('at once');
    expect((await rejection(pool.warm())).message).to.equal('at once');
  });

  it('get no call until they have recovered, and others go on', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 2);
    await pool.warm();
    const failing = pool.call('f', 'fails');
    const other = pool.call('f', 'other');
    const waiting = pool.call('f', 'waiting');
    await settled();
    const [lost, fine] = calls;
    lost.member.recovery = recovery();
    lost.reject(timeout());
    expect((await rejection(failing)).code).to.equal('TIMEOUT');
    await settled();
    expect(pool.stats).to.deep.include({ started: 2, busy: 1, idle: 0, queued: 1 });
    lost.member.recovery.resolve();
    await settled();
    expect(calls.at(-1).member).to.equal(lost.member);
    fine.resolve('fine');
    calls.at(-1).resolve('recovered');
    expect(await Promise.all([other, waiting])).to.deep.equal(['fine', 'recovered']);
    expect(members.length).to.equal(2);
  });

  it('that end while they are idle are passed over until they have recovered', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 2);
    await pool.warm();
    for (const member of members) member.recovery = recovery();
    const call = pool.call('f', 'waits');
    await settled();
    expect(calls.length).to.equal(0);
    expect(pool.stats).to.deep.include({ started: 2, idle: 0, busy: 0, queued: 1 });
    members[0].recovery.resolve();
    await settled();
    expect(calls[0].member).to.equal(members[0]);
    members[1].recovery.reject(new Error('cannot be replaced'));
    await settled();
    expect(pool.stats).to.deep.include({ started: 1, busy: 1, queued: 0 });
    calls[0].resolve('fine');
    expect(await call).to.equal('fine');
  });

  it('that do not recover are closed, and others started on demand', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 1);
    const failing = pool.call('f', 'fails');
    const waiting = pool.call('f', 'waiting');
    await settled();
    calls[0].member.recovery = recovery();
    calls[0].member.recovery.reject(new Error('cannot be replaced'));
    calls[0].reject(timeout());
    await rejection(failing);
    await settled();
    expect(members.map(({ closed }) => closed)).to.deep.equal([1, 0]);
    calls[1].resolve('by another');
    expect(await waiting).to.equal('by another');
    expect(pool.stats).to.deep.include({ started: 1, idle: 1 });

    const last = pool.call('f', 'fails too');
    calls[2].member.recovery = recovery();
    calls[2].member.recovery.reject(new Error('cannot be replaced'));
    calls[2].reject(timeout());
    await rejection(last);
    await settled();
    expect(pool.stats, 'nobody waits, so nothing is started').to.deep.include({ started: 0, idle: 0 });
    expect(members.length).to.equal(2);
  });

  it('stay when a call fails in any other way', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 1);
    for (const reason of [new Error('trap'), 'text', null, undefined, { code: 'CLOSED' }]) {
      const call = pool.call('f').then(() => [], (value) => [value]);
      await settled();
      calls.at(-1).reject(reason);
      expect(await call).to.deep.equal([reason]);
    }
    expect(members.length).to.equal(1);
    expect(pool.stats).to.deep.include({ idle: 1, failed: 5 });
  });
});

describe('closing a pool', () => {
  it('fails the calls that wait, in order, and ends every worker', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 2);
    const order = [];
    const waiting = [];
    const running = [pool.call('f', 1), pool.call('f', 2)];
    await settled();
    for (let i = 0; i < 4; i += 1) waiting.push(expectError(pool.call('f', i), 'CLOSED', 'pool is closed').then(() => order.push(i)));
    const closing = pool.close();
    expect(pool.stats).to.deep.include({ queued: 0, failed: 4, started: 0, idle: 0 });
    await Promise.all(waiting);
    expect(order).to.deep.equal([0, 1, 2, 3]);
    await closing;
    expect(members.map(({ closed }) => closed)).to.deep.equal([1, 1]);
    calls.forEach(({ resolve }) => resolve('came to its end'));
    expect(await Promise.all(running)).to.deep.equal(['came to its end', 'came to its end']);
    await expectError(pool.call('f'), 'CLOSED', 'pool is closed');
    await expectError(pool.warm(), 'CLOSED', 'pool is closed');
    expect(pool.stats).to.deep.equal({ size: 2, started: 0, busy: 0, idle: 0, queued: 0, completed: 2, failed: 5 });
  });

  it('twice is no error, and both wait for the end', async () => {
    const { make, members } = crew();
    const pool = new Scheduler(make, 1);
    await pool.warm();
    await Promise.all([pool.close(), pool.close()]);
    await pool.close();
    expect(members[0].closed).to.equal(1);
  });

  it('waits for workers that are about to start, and ends them', async () => {
    const { make, starts, members } = crew({ startsAtOnce: false });
    const pool = new Scheduler(make, 3);
    const warming = rejection(pool.warm());
    let over = false;
    const closing = pool.close().then(() => (over = true));
    await settled();
    expect(over).to.equal(false);
    starts[0].resolve();
    starts[1].reject(new Error('of no account any more'));
    starts[2].resolve();
    await closing;
    expect(members.map(({ closed }) => closed)).to.deep.equal([1, 1]);
    expect((await warming).code).to.equal('CLOSED');
  });

  it('tells when a worker could not be closed, after all have been', async () => {
    const { make, members } = crew();
    const pool = new Scheduler(make, 3);
    await pool.warm();
    const reason = new Error('files could not be written back');
    let late = false;
    members[0].close = () => Promise.reject(reason);
    members[2].close = async () => { await settled(); late = true; };
    expect(await rejection(pool.close())).to.equal(reason);
    expect(late).to.equal(true);
    expect(members[1].closed).to.equal(1);
  });

  it('while a worker recovers ends it once', async () => {
    const { make, calls, members } = crew();
    const pool = new Scheduler(make, 1);
    const failing = rejection(pool.call('f'));
    await settled();
    const replacement = recovery();
    members[0].recovery = replacement;
    calls[0].reject(timeout());
    await failing;
    await pool.close();
    replacement.reject(new Error('closed'));
    await settled();
    expect(members[0].closed).to.equal(1);
    expect(members.length).to.equal(1);
  });

  it('is done by `await using`', async () => {
    const { make, members } = crew();
    const pool = new Pool(new Scheduler(make, 1));
    await pool.warm();
    await pool[Symbol.asyncDispose ?? 'close']();
    expect(members[0].closed).to.equal(1);
  });
});

function recovery() {
  let resolve, reject;
  const promise = new Promise((...ends) => ([resolve, reject] = ends));
  promise.catch(() => {});
  return { promise, resolve, reject };
}
