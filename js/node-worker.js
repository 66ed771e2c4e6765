import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread with the package's script.
 *
 * @param {string | URL | undefined} url
 * @param {object | undefined} args for `Worker`
 */
export function startNodeWorker(url = new URL('./worker-node.js', import.meta.url), args) {
  return new Worker(url, args);
}
