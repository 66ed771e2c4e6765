import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread with the package's script.
 *
 * @param {string | URL | undefined} url
 * @param {object | undefined} args for `Worker`
 */
export function startNodeWorker(url = new URL('../pkg/worker-node.js', import.meta.url), args) {
  // Node takes paths and `URL`s; elsewhere a URL is often text.
  return new Worker(typeof url === 'string' && url.startsWith('file:') ? new URL(url) : url, { ...inherited(), ...args });
}

/** A worker inherits the process's flags, also the one that says how to read `node -e`, with which it could not start. */
const inherited = () => (process.execArgv.some((flag) => flag.startsWith('--input-type')) ? { execArgv: [] } : undefined);
