import { invalidOption, PluginError } from '../../error.js';
import { startWorker } from '../../runtime.js';
import { isMarked, marked } from '../protocol.js';

/** @import { ToPage, ToWorker } from '../protocol.js' */
/** @import { PluginOptions, WorkerLike } from '../../types.js' */

/**
 * A running worker, whatever the runtime.
 *
 * @typedef {object} WorkerHandle
 * @property {(message: ToWorker, transfer?: Transferable[]) => void} post
 * @property {(alive: boolean) => void} keepAlive whether the process must not end before the worker, where there is one
 * @property {() => void} terminate
 */

/**
 * @typedef {object} Listener
 * @property {(message: any) => void} message our messages only
 * @property {(error: PluginError) => void} died the worker ended by itself, or cannot be relied on any more
 */

/**
 * Starts a worker.
 *
 * @param {PluginOptions | undefined} options
 * @param {Listener} listener
 * @returns {WorkerHandle}
 */
export function launch(options, listener) {
  const worker = make(options);
  // The listeners live as long as the worker: they must not hold the options, which may lead to the plug-in.
  const place = placeOf(options?.worker);
  /** @param {unknown} data */
  const receive = (data) => {
    if (isMarked(data)) listener.message(/** @type {ToPage} */ (data));
  };
  /** @param {string} how @param {unknown} [cause] */
  const died = (how, cause) => listener.died(new PluginError(`the plug-in's worker ${how}`, 'WORKER', undefined, cause));
  const handle = {
    /** @type {WorkerHandle['post']} */
    post: (message, transfer = []) => worker.postMessage(marked(message), transfer),
    terminate: () => void worker.terminate(),
    keepAlive: () => {},
  };
  if (typeof worker.on === 'function') {
    worker.on('message', receive);
    worker.on('messageerror', (/** @type {unknown} */ error) => died('sent a message that cannot be read', error));
    worker.on('error', (/** @type {any} */ error) => died(`failed: ${error?.message ?? error}`, error));
    worker.on('exit', (/** @type {number} */ code) => died(`ended by itself, with exit code ${code}`));
    return { ...handle, keepAlive: (alive) => (alive ? worker.ref?.() : worker.unref?.()) };
  }
  worker.addEventListener('message', (/** @type {MessageEvent} */ event) => receive(event.data));
  worker.addEventListener('messageerror', () => died('sent a message that cannot be read'));
  worker.addEventListener('error', (/** @type {ErrorEvent} */ event) => {
    // It reaches the application as the rejection of what is pending.
    event.preventDefault();
    died(event.message ? `failed: ${event.message}` : notLoaded(place), event.error ?? undefined);
  });
  return handle;
}

/** Where the script should be, as far as it is known. @param {PluginOptions['worker']} choice */
const placeOf = (choice) => (choice && typeof choice !== 'function' ? String(choice) : "beside extism-web's script, or where the bundler puts it");

/** Browsers do not say more. @param {string} place */
function notLoaded(place) {
  return `could not be loaded (${place}): its script, extism-web/worker, is not there, not served as a script, or forbidden by a content security policy (worker-src) or by the isolation of the page. The option worker says where it is; Vite 7 may need optimizeDeps.exclude: ['extism-web']; see extism-web's docs/bundlers.md`;
}

/**
 * Starts a worker with the package's script.
 * @param {string | URL | undefined} url
 * @param {object | undefined} args
 */
function startOwn(url, args) {
  try {
    return startWorker(url, args);
  } catch (error) {
    if (error instanceof PluginError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PluginError(`the plug-in's worker could not be started: ${reason}`, 'WORKER', undefined, error);
  }
}

/** @param {PluginOptions | undefined} options @returns {WorkerLike} */
function make(options) {
  const choice = options?.worker;
  let worker;
  if (typeof choice === 'function') worker = choice();
  else if (choice === undefined || choice === null || typeof choice === 'string' || choice instanceof URL) worker = startOwn(choice ?? undefined, options?.nodeWorkerArgs);
  else throw invalidOption(`options.worker must be a URL or a function that makes a worker, got ${typeof choice}`);
  // A browser's has `addEventListener`, one of `node:worker_threads` has `on`.
  const has = (/** @type {string} */ name) => typeof (/** @type {any} */ (worker)?.[name]) === 'function';
  if (!has('postMessage') || !has('terminate') || !(has('addEventListener') || has('on'))) throw invalidOption('options.worker must return a Worker');
  return worker;
}
