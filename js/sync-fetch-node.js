import { script } from './embedded/fetch-helper.js';
import { builtin, scriptUrl } from './node-files.js';

/** @import { MessagePort, Worker } from 'node:worker_threads' */
/** @import { Answer, Described, Question } from './sync-fetch-helper.js' */
/** @import { SyncFetchInit, SyncFetchResponse } from './sync-fetch-types.js' */

/**
 * The helper gives a sign of life when it has started, every second of a request, and with the answer. After this many
 * seconds without any it counts as dead.
 */
const PATIENCE_S = 10;

/** Indexes of `Helper.signs`: the numbers of signs of life, of the helper's end (0 or 1), and of signs of the server. */
const LIFE = 0;
const ENDED = 1;
const SERVER = 2;

/**
 * The thread that makes the requests of all plug-ins of this thread.
 *
 * @typedef {object} Helper
 * @property {Worker} worker
 * @property {MessagePort} port
 * @property {Int32Array} signs
 * @property {() => Answer | undefined} receive the answer, if it is there
 */

/** @type {Helper | undefined} */
let helper;

/**
 * A `SyncFetch` for Node, Deno and Bun: another thread calls `fetch`, and this one sleeps until there is an answer.
 *
 * @param {string} url
 * @param {SyncFetchInit} init
 * @param {number} limit
 * @param {number} timeout
 * @returns {SyncFetchResponse}
 */
export function syncFetch(url, init, limit, timeout) {
  const answer = ask({ url, init, limit }, timeout);
  if ('error' in answer) throw revive(answer.error);
  const { status, headers, chunks, failure } = answer;
  return {
    status,
    url: answer.url,
    headers: new Headers(headers),
    body: null,
    chunks,
    failure: failure && revive(failure),
  };
}

/** @param {Question} question @param {number} timeout */
function ask(question, timeout) {
  if (helper && Atomics.load(helper.signs, ENDED) !== 0) retire(helper);
  const asked = (helper ??= start());
  try {
    asked.port.postMessage(question);
    return answerOf(asked, timeout);
  } catch (error) {
    // What it may still say would be taken for the answer to the next question.
    retire(asked);
    throw error;
  }
}

/** @returns {Helper} */
function start() {
  // Loaded when first used, as most plug-ins make no requests.
  /** @type {typeof import('node:worker_threads')} */
  const threads = builtin('node:worker_threads');
  const { port1: port, port2 } = new threads.MessageChannel();
  const signs = new Int32Array(new SharedArrayBuffer(12));
  const worker = new threads.Worker(scriptUrl(script, './sync-fetch-helper.js'), {
    name: 'extism-web fetch',
    // This process's own are for its program: --input-type would keep a file from starting, --import do things twice.
    execArgv: [],
    workerData: { port: port2, signs },
    transferList: [port2],
  });
  const started = { worker, port, signs, receive: () => threads.receiveMessageOnPort(port)?.message };
  // It does not keep the process alive. Its errors would be this thread's if nobody listened.
  worker.unref();
  worker.on('error', () => retire(started));
  worker.on('exit', () => retire(started));
  return started;
}

/**
 * Sleeps until the helper answers. No event arrives meanwhile, so that its end is told by what it last wrote to the
 * shared memory, or by its silence. The server's silence ends the request, too: it may be one of this process, which
 * cannot answer before this thread goes on. A helper that is still starting has not asked the server anything.
 *
 * @param {Helper} asked
 * @param {number} timeout milliseconds; 0 for no limit
 * @returns {Answer}
 */
function answerOf({ signs, receive }, timeout) {
  let silent = 0;
  let since = performance.now();
  let server = Atomics.load(signs, SERVER);
  for (;;) {
    const life = Atomics.load(signs, LIFE);
    const answer = receive();
    if (answer !== undefined) return answer;
    if (Atomics.load(signs, ENDED) !== 0) throw new Error('the helper thread for HTTP requests has ended');
    const sign = Atomics.load(signs, SERVER);
    if (sign !== server) [server, since] = [sign, performance.now()];
    const rest = timeout === 0 || life === 0 ? Infinity : since + timeout - performance.now();
    if (rest <= 0) throw unanswered(timeout);
    // Second by second: one long wait would run out while the whole process is stopped.
    const wait = Math.min(rest, 1000);
    const timedOut = Atomics.wait(signs, LIFE, life, wait) === 'timed-out';
    silent = !timedOut ? 0 : wait === 1000 ? silent + 1 : silent;
    if (silent === PATIENCE_S) {
      const what = life === 0 ? 'did not start' : 'gave no sign of life';
      throw new Error(`the helper thread for HTTP requests ${what} within ${PATIENCE_S} s`);
    }
  }
}

/** @param {number} timeout */
const unanswered = (timeout) =>
  new Error(
    `no answer within ${timeout} ms (httpTimeoutMs). The request blocks this thread, so that a server on the same thread cannot answer it: use the option runInWorker, or an engine with JSPI`,
  );

/**
 * Ends a helper. The next request starts another.
 * @param {Helper} ended
 */
function retire(ended) {
  if (helper === ended) helper = undefined;
  ended.port.close();
  ended.worker.terminate();
}

/**
 * An error as it was on the other thread, but for its stack.
 * @param {Described} described
 * @returns {Error}
 */
function revive({ name, message, code, cause }) {
  const Class = name === 'TypeError' ? TypeError : Error;
  const error = new Class(message, cause && { cause: revive(cause) });
  // Defined and not set, which a frozen `Error.prototype` would not let.
  if (name !== Class.name) Object.defineProperty(error, 'name', { value: name, writable: true, configurable: true });
  return code === undefined ? error : Object.assign(error, { code });
}
