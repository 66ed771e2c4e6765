// No call is lost, whatever happens to workers and calls.
import { expect } from 'chai';
import { Scheduler } from '../../../js/pool/scheduler.js';
import { random } from '../../support/random.js';
import { settled, timeout } from './members.js';

const outcomes = ['works', 'traps', 'times out', 'is lost'];

/** Members whose starts, calls and recoveries end at random times in random ways. */
function hazards(next) {
  const later = () => new Promise((resolve) => (next(3) ? queueMicrotask(resolve) : setTimeout(resolve, next(3))));
  let live = 0;
  const make = async () => {
    await later();
    if (next(8) === 0) throw Object.assign(new Error('no start'), { code: 'START' });
    live += 1;
    let lost = false;
    let ready = true;
    let running = false;
    let closed = false;
    return {
      async call(_name, input, _hostContext, options) {
        if (running || !ready || closed) throw new Error('the pool gave a call to a member that cannot have one');
        if (options?.signal?.aborted) throw new Error('a call began although it was aborted');
        running = true;
        await later();
        running = false;
        const outcome = outcomes[Math.max(0, next(12) - 8)];
        lost = outcome === 'is lost';
        ready = outcome === 'works' || outcome === 'traps';
        if (outcome === 'works') return input;
        throw outcome === 'traps' ? Object.assign(new Error('trap'), { code: 'TRAP' }) : timeout();
      },
      isReady: () => ready,
      async ready() {
        await later();
        if (lost) throw new Error('no replacement');
        ready = true;
      },
      async close() {
        if (closed) throw new Error('closed twice');
        closed = true;
        live -= 1;
        await later();
      },
    };
  };
  return { make, later, live: () => live };
}

const expected = new Set(['TRAP', 'TIMEOUT', 'START', 'ABORTED', 'CLOSED']);

describe('a pool', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    it(`settles every call, seed ${seed}`, async () => {
      const next = random(seed);
      const { make, later, live } = hazards(next);
      const size = 1 + next(5);
      const pool = new Scheduler(make, size);
      const closesAt = next(2) ? 150 + next(150) : Infinity;
      const calls = [];
      const seen = { fulfilled: 0, rejected: 0 };
      for (let step = 0; step < 300; step += 1) {
        const controller = next(4) === 0 ? new AbortController() : undefined;
        const call = pool.call('f', step, undefined, { signal: controller?.signal });
        calls.push(call.then(
          (value) => { seen.fulfilled += 1; expect(value).to.equal(step); },
          (error) => { seen.rejected += 1; expect(expected, String(error)).to.include(error.code); },
        ));
        if (controller) later().then(() => controller.abort());
        if (next(20) === 0) pool.warm().catch(() => {});
        if (step === closesAt) pool.close();
        if (next(6) === 0) await later();
        const { started, busy, idle, queued, completed, failed } = pool.stats;
        expect(completed + failed + queued + busy).to.equal(step + 1);
        expect(started).to.be.at.most(size);
        if (step < closesAt) expect(started).to.be.at.least(busy + idle);
        expect(queued === 0 || idle === 0, 'nobody waits while a worker is idle').to.equal(true);
      }
      await Promise.all(calls);
      expect(seen.fulfilled + seen.rejected).to.equal(300);
      expect(pool.stats).to.deep.include({ completed: seen.fulfilled, failed: seen.rejected, busy: 0, queued: 0 });
      await pool.close();
      await settled();
      expect(live()).to.equal(0);
    });
  }
});
