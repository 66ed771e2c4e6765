import { startWorker } from '../../runtime.js';

/** @import { WorkerLike } from '../../types.js' */

/** What a worker tells before anybody listens. */
const types = ['message', 'messageerror', 'error'];

/**
 * A worker that is started while its plug-in is still on its way, so that its script is, too. What it tells meanwhile is kept for
 * whoever takes it.
 */
export class EarlyWorker {
  /** @type {WorkerLike | undefined} */
  #worker;

  /** @type {Event[]} */
  #events = [];

  #keep = (/** @type {Event} */ event) => {
    // That it failed is said when it is needed.
    if (event.type === 'error') event.preventDefault();
    this.#events.push(event);
  };

  /** Starts the package's own. What cannot be started now is refused when it is needed. */
  static start() {
    try {
      return new EarlyWorker(startWorker(undefined, undefined));
    } catch {
      return undefined;
    }
  }

  /** @param {WorkerLike} worker a browser's */
  constructor(worker) {
    this.#worker = worker;
    for (const type of types) worker.addEventListener(type, this.#keep);
  }

  /** For the option `worker`: this one, and new ones later. @returns {WorkerLike} */
  take = () => {
    const worker = this.#worker;
    if (worker === undefined) return startWorker(undefined, undefined);
    this.#worker = undefined;
    for (const type of types) worker.removeEventListener(type, this.#keep);
    const events = this.#events;
    return {
      postMessage: (/** @type {any[]} */ ...args) => worker.postMessage(...args),
      terminate: () => worker.terminate(),
      addEventListener(/** @type {string} */ type, /** @type {(event: Event) => void} */ listener) {
        worker.addEventListener(type, listener);
        // Whoever listens expects to be called later.
        queueMicrotask(() => events.filter((event) => event.type === type).forEach(listener));
      },
    };
  };

  /** Ends it, unless it was taken. */
  end() {
    this.#worker?.terminate();
  }
}
