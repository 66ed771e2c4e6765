import { Worker } from 'node:worker_threads';

import { scriptUrl } from './node-files.js';
import { part } from './part.js';

/** @type {URL | undefined} */
let ownScript;

/** Loads the package's script for workers. */
export async function prepareNodeWorkers() {
  const { script } = await part(() => import('./embedded/node-worker.js'));
  ownScript ??= scriptUrl(script, '../pkg/worker-node.mjs');
}

/**
 * Starts a worker thread with the package's script.
 *
 * @param {string | URL | undefined} url
 * @param {object | undefined} args for `Worker`
 */
export function startNodeWorker(url = ownScript, args) {
  // Node takes paths and `URL`s; elsewhere a URL is often text.
  const script = typeof url === 'string' && url.startsWith('file:') ? new URL(url) : url;
  return new Worker(/** @type {string | URL} */ (script), { ...inherited(), ...args });
}

/** A worker inherits the process's flags, also the one that says how to read `node -e`, with which it could not start. */
const inherited = () => (process.execArgv.some((flag) => flag.startsWith('--input-type')) ? { execArgv: [] } : undefined);
