/**
 * The thread that makes requests for `sync-fetch-node.js`, one at a time.
 * @module
 */
import process from 'node:process';
import { workerData } from 'node:worker_threads';

/** @import { MessagePort } from 'node:worker_threads' */
/** @import { SyncFetchInit } from './sync-fetch-types.js' */

/**
 * @typedef {{url: string, init: SyncFetchInit, limit: number}} Question as `SyncFetch` takes them
 * @typedef {{status: number, url: string, headers: [string, string][], chunks: Uint8Array[], failure?: Described}} Answered
 * @typedef {Answered | {error: Described}} Answer
 */

/**
 * An error, for the other thread: cloning loses `code`, and some classes whole.
 * @typedef {{name: string, message: string, code?: string, cause?: Described}} Described
 */

/** @type {{port: MessagePort, signs: Int32Array}} */
const { port, signs } = workerData;

/** Statuses of redirects. */
const REDIRECTS = [301, 302, 303, 307, 308];

/** Adds to the signs of life, and wakes whoever waits for one. */
function wake() {
  Atomics.add(signs, 0, 1);
  Atomics.notify(signs, 0);
}

/** Tells that the server gave a sign. */
function hear() {
  Atomics.add(signs, 2, 1);
  wake();
}

process.on('exit', () => {
  Atomics.store(signs, 1, 1);
  wake();
});

port.on('message', async (/** @type {Question} */ question) => {
  const beat = setInterval(wake, 1000);
  const answer = await ask(question).catch((error) => ({ error: describe(error) }));
  clearInterval(beat);
  const buffers = 'chunks' in answer ? answer.chunks.map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer)) : [];
  port.postMessage(answer, buffers);
  wake();
});
// From here on it is the server that is waited for.
hear();

/**
 * @param {Question} question
 * @returns {Promise<Answered>}
 */
async function ask({ url, init, limit }) {
  const response = await fetch(url, /** @type {RequestInit} */ (init));
  hear();
  const answer = { status: response.status, url: response.url, headers: [...response.headers] };
  if (init.redirect === 'manual' && leadsOn(url, response)) {
    response.body?.cancel().catch(() => {});
    return { ...answer, chunks: [] };
  }
  return { ...answer, ...(await read(response, limit)) };
}

/**
 * Whether nobody will look at a response's body, as it redirects.
 * @param {string} url
 * @param {Response} response
 */
function leadsOn(url, { status, headers }) {
  const location = headers.get('location');
  return REDIRECTS.includes(status) && location !== null && URL.canParse(location, url);
}

/**
 * Reads a body until it ends, breaks off or is larger than the limit.
 * @param {Response} response
 * @param {number} limit
 */
async function read({ body }, limit) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  const reader = body?.getReader();
  let total = 0;
  try {
    while (reader && total <= limit) {
      const { done, value } = await reader.read();
      if (done) return { chunks };
      hear();
      total += value.length;
      // A chunk that is part of a larger buffer cannot be transferred alone.
      chunks.push(value.length === value.buffer.byteLength ? value : value.slice());
    }
  } catch (error) {
    return { chunks, failure: describe(error) };
  }
  // Nobody waits for the end of a connection that is given up.
  reader?.cancel().catch(() => {});
  return { chunks };
}

/**
 * @param {any} error
 * @returns {Described}
 */
function describe(error, depth = 0) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, code, cause } = /** @type {Error & {code?: unknown}} */ (error);
  return {
    name,
    message,
    code: typeof code === 'string' ? code : undefined,
    cause: cause === undefined || depth > 4 ? undefined : describe(cause, depth + 1),
  };
}
