import { expect } from 'chai';
import { Scheduler } from '../../../js/pool/scheduler.js';
import { crew, settled } from './members.js';

const many = 10_000;

describe('the order of a pool\'s calls', () => {
  for (const size of [1, 3]) {
    it(`is that in which they were made, in ${size} workers`, async () => {
      const { make, calls } = crew();
      const pool = new Scheduler(make, size);
      const outputs = Promise.all(Array.from({ length: many }, (_, i) => pool.call('f', String(i))));
      expect(pool.stats).to.deep.include({ queued: many, busy: 0, started: size });
      for (let ended = 0; ended < many; ended += 1) {
        if (ended >= calls.length) await settled();
        // Whichever worker ends, the oldest call is next.
        const call = calls[ended];
        call.resolve(call.input);
      }
      expect(await outputs).to.deep.equal(Array.from({ length: many }, (_, i) => String(i)));
      expect(calls.map(({ input }) => input)).to.deep.equal(Array.from({ length: many }, (_, i) => String(i)));
      expect(pool.stats).to.deep.include({ completed: many, failed: 0, queued: 0, busy: 0, idle: size });
    });
  }

  it('does not depend on which worker ends first', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 3);
    for (let i = 0; i < 9; i += 1) pool.call('f', i);
    await settled();
    expect(calls.map(({ input }) => input)).to.deep.equal([0, 1, 2]);
    for (const [ending, next] of [[2, 3], [0, 4], [3, 5], [1, 6], [6, 7]]) {
      calls[ending].resolve(null);
      await settled();
      expect(calls.at(-1).input).to.equal(next);
      expect(calls.at(-1).member).to.equal(calls[ending].member);
    }
  });

  it('lets nobody in before those that wait', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 1);
    const second = pool.call('f', 'first').then(() => pool.call('f', 'late'));
    pool.call('f', 'second');
    await settled();
    for (let i = 0; i < 3; i += 1) {
      calls[i].resolve(null);
      await settled();
    }
    await second;
    expect(calls.map(({ input }) => input)).to.deep.equal(['first', 'second', 'late']);
  });

  it('is kept when calls out of the middle are aborted', async () => {
    const { make, calls } = crew();
    const pool = new Scheduler(make, 1);
    const controllers = Array.from({ length: many }, () => new AbortController());
    const outcomes = Promise.allSettled(controllers.map(({ signal }, i) => pool.call('f', i, undefined, { signal })));
    for (let i = many - 1; i >= 0; i -= 1) if (i % 100) controllers[i].abort();
    expect(pool.stats).to.deep.include({ queued: many / 100, failed: many - many / 100 });
    for (let i = 0; i < many / 100; i += 1) {
      await settled();
      calls[i].resolve(calls[i].input);
    }
    const values = (await outcomes).filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
    expect(values).to.deep.equal(Array.from({ length: many / 100 }, (_, i) => 100 * i));
  });
});
