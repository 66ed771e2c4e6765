// Workers that are killed at every step of what they and the page have to say to each other.
import { expect } from 'chai';
import { canCallPage, engine, isolated } from '../../support/fixtures.js';
import { make, rejection } from '../../support/plugin.js';
import { random } from '../../support/random.js';
import { sleep } from '../functions/host.js';
import { odd } from '../worker/workers.js';

/** How many kills at a random moment. */
const MOMENTS = 25;

/** Where a worker can call the page, the plug-in does so twice in each call. */
const [fixture, name, input, expected] = canCallPage ? ['host_rust', 'write', 'key=value', 'value'] : ['echo', 'echo', 'value', 'value'];

/** A browser tells nobody of a worker that is ended before it begins: that is found out after a minute. */
const firstKill = engine === 'node' ? 1 : 2;

/** Chromium lets a worker that is running go on for two seconds; one that shares memory with the page is always running. */
const lingers = engine === 'chromium' && isolated;

function options() {
  const store = new Map();
  const functions = {
    'extism:host/user': {
      kv_read: (context, key) => context.store(store.get(context.readText(key)) ?? ''),
      kv_write: async (context, key, value) => {
        store.set(context.readText(key), context.readText(value));
        await sleep(2);
      },
      reverse: (_context, text) => text,
    },
  };
  return { runInWorker: true, timeoutMs: 30_000, ...(canCallPage && { functions }) };
}

/**
 * For the option `worker`: the first worker is killed at a message.
 * @param {'to' | 'from'} direction
 * @param {number} at counted from 1
 */
async function killing(direction, at) {
  const start = await odd('nothing');
  const state = { killed: false };
  let count = 0;
  const step = (worker) => {
    count++;
    if (count !== at) return;
    state.killed = true;
    worker.terminate();
  };
  const worker = () => {
    const made = start();
    if (start.started.length > 1) return made;
    if (direction === 'to') {
      const post = made.postMessage.bind(made);
      made.postMessage = (...message) => {
        step(made);
        post(...message);
      };
    } else if (made.on) made.on('message', () => step(made));
    else made.addEventListener('message', () => step(made));
    return made;
  };
  return { worker, state, started: start.started };
}

/** How many of three calls fail. Which one it is depends on when the page learns of the worker's end. */
async function failures(plugin, first = plugin.call(name, input)) {
  let failed = 0;
  for (let call = first, turn = 1; turn <= 3; turn++) {
    const outcome = await call.then((output) => output.text(), (error) => error.code);
    expect(outcome).to.be.oneOf([expected, 'WORKER']);
    if (outcome === 'WORKER') failed++;
    if (turn < 3) call = plugin.call(name, input);
  }
  return failed;
}

describe('a worker that is killed', function () {
  this.timeout(120_000);

  for (const direction of ['to', 'from']) {
    it(`at any message ${direction} it fails its start or one call, and no more`, async () => {
      let kills = 0;
      for (let at = firstKill; ; at++) {
        const { worker, state } = await killing(direction, at);
        const plugin = await make(fixture, { ...options(), worker }).catch((error) => error);
        if (plugin instanceof Error) {
          expect(plugin.code, plugin.message).to.equal('WORKER');
        } else {
          expect(await failures(plugin), `kill ${at}`).to.be.at.most(1);
          await plugin.close();
          expect((await rejection(plugin.call(name, input))).code).to.equal('CLOSED');
        }
        if (!state.killed) break;
        kills++;
      }
      // Where memory is shared, the start is all that the page sends.
      expect(kills).to.be.at.least(direction === 'from' || !isolated ? 1 : 0);
    });
  }

  it('at any moment of a call fails one call at most', async () => {
    const below = random(7);
    const worker = await odd('nothing');
    const plugin = await make(fixture, { ...options(), worker });
    let failed = 0;
    for (let moment = 0; moment < MOMENTS; moment++) {
      const thread = worker.started.at(-1);
      const call = plugin.call(name, input);
      const end = performance.now() + below(30) / 10;
      // The page has to do with the call meanwhile, which a timer would wait for.
      do await Promise.resolve();
      while (performance.now() < end && below(3) > 0);
      await new Promise((resolve) => setTimeout(resolve, below(3)));
      thread.terminate();
      const its = await failures(plugin, call);
      expect(its, `moment ${moment}`).to.be.at.most(1);
      failed += its;
    }
    if (canCallPage && !lingers) expect(failed).to.be.above(0);
  });
});
