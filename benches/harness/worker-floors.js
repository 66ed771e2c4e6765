// What no call of a worker can go below: one round trip of the least that both sides can say to each other.
import { sameBytes } from './check.js';
import { startWorker } from './workers.js';

const script = './answering-worker.js';
const waitAsync = /** @type {any} */ (Atomics).waitAsync;

/** Rings for the worker, and waits for its ring. */
function bell(words) {
  let seen = 0;
  return async () => {
    Atomics.add(words, 0, 1);
    Atomics.notify(words, 0);
    while (Atomics.load(words, 1) === seen) {
      const { async, value } = waitAsync(words, 1, seen);
      if (async) await value;
    }
    seen = Atomics.load(words, 1);
  };
}

const name = (what, trips) => (trips === 1 ? what : `${trips} ${what}s`);

/**
 * Bare doorbells: a counter in shared memory is raised, and the other side wakes up.
 * @param {number} trips how many round trips
 * @returns {Promise<import('./measure.js').Contestant>}
 */
export async function doorbell(trips = 1) {
  const bells = new Int32Array(new SharedArrayBuffer(8));
  const worker = await startWorker(script);
  worker.postMessage({ bells });
  const ring = bell(bells);
  await ring();
  return {
    name: name('doorbell', trips),
    async run(times) {
      for (let i = 0; i < times * trips; i++) await ring();
    },
    close: () => worker.terminate(),
  };
}

/**
 * A doorbell, and the copies of the input into shared memory before and out of it after.
 * @param {Uint8Array} input
 * @returns {Promise<import('./measure.js').Contestant>}
 */
export async function doorbellAndCopies(input) {
  const { run: ring, close } = await doorbell();
  const shared = new Uint8Array(new SharedArrayBuffer(input.length));
  const once = async () => {
    shared.set(input);
    await ring(1);
    return shared.slice();
  };
  sameBytes(await once(), input, 'doorbell and copies');
  return {
    name: 'doorbell, two copies',
    async run(times) {
      for (let i = 0; i < times; i++) await once();
    },
    close,
  };
}

/**
 * Messages with bytes in them, which are copied once and then change hands.
 * @param {Uint8Array} input
 * @param {number} trips how many round trips
 * @returns {Promise<import('./measure.js').Contestant>}
 */
export async function messages(input, trips = 1) {
  const worker = await startWorker(script);
  const once = () =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data.bytes);
      const bytes = input.slice();
      worker.postMessage({ bytes }, [bytes.buffer]);
    });
  sameBytes(await once(), input, 'message');
  return {
    name: name('message', trips),
    async run(times) {
      for (let i = 0; i < times * trips; i++) await once();
    },
    close: () => worker.terminate(),
  };
}
