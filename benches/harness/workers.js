// Workers, of the hosts and of the floors.
import { inNode } from './runtime.js';

/** Our worker's script for pages: one file, as a bundler makes it, which the page may cache. */
const bundled = '/target/benches/bundles/worker.js';

/** What makes a host run a plug-in in a worker. The JavaScript host has its worker's script within its own. @param {string} host */
export const workerOptions = (host) => ({ runInWorker: true, ...(host === 'ours' && !inNode ? { worker: bundled } : {}) });

/**
 * Starts a worker with one of the harness's scripts.
 * @param {string} file
 * @returns {Promise<any>} a browser's `Worker` or Node's
 */
export async function startWorker(file) {
  const url = new URL(file, import.meta.url);
  if (!inNode) return new Worker(url, { type: 'module' });
  return new (await import('node:worker_threads')).Worker(url);
}
