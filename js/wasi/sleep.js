/**
 * The most that one wait takes on a thread that has other things to do and that nobody can end (milliseconds): on a page,
 * which cannot be scrolled meanwhile, and on the main thread of a process.
 */
const longest = Object.freeze({ page: 1000, process: 60_000 });

/** Longer waits are made in parts (milliseconds). */
const part = 2 ** 30;

/** What `Atomics.wait` waits at; `null` where this thread cannot wait. @type {Int32Array | null | undefined} */
let cell;

function waitCell() {
  if (cell !== undefined) return cell;
  try {
    // In pages that are not isolated the class has no name, and memories may be shared all the same.
    const buffer = typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(4) : new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer;
    cell = new Int32Array(buffer);
    Atomics.wait(cell, 0, 0, 0);
  } catch {
    cell = null;
  }
  return cell;
}

/** Whether this is a worker that can wait for as long as it likes: not a page's, and no service worker. */
const isWorker = () => {
  const { WorkerGlobalScope, ServiceWorkerGlobalScope } = /** @type {any} */ (globalThis);
  const is = (/** @type {any} */ scope) => typeof scope === 'function' && globalThis instanceof scope;
  return is(WorkerGlobalScope) && !is(ServiceWorkerGlobalScope);
};

/**
 * Blocks the thread. Where it must not be blocked for as long, it returns earlier.
 *
 * @param {number} milliseconds
 * @param {boolean} isMainThread whether this is the main thread of a process
 */
export function sleep(milliseconds, isMainThread) {
  const at = waitCell();
  const limit = isMainThread ? longest.process : at !== null || isWorker() ? Infinity : longest.page;
  const end = performance.now() + Math.min(milliseconds, limit);
  for (let rest = end - performance.now(); rest > 0; rest = end - performance.now()) {
    // A thread that cannot wait looks at the clock.
    if (at !== null) Atomics.wait(at, 0, 0, Math.min(rest, part));
  }
}
