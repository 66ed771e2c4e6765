import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread with the package's script.
 *
 * @param {string | URL | undefined} url
 * @param {object | undefined} args for `Worker`
 */
export function startNodeWorker(url = new URL('../pkg/worker-node.js', import.meta.url), args) {
  // Node takes paths and `URL`s; elsewhere a URL is often text.
  return new Worker(typeof url === 'string' && url.startsWith('file:') ? new URL(url) : url, { execArgv: flags(), ...args });
}

/** Node's flags for this process, as a worker would have them anyway, but for one that says how to read `node -e`. */
function flags() {
  return process.execArgv.filter((flag, index, all) => !flag.startsWith('--input-type') && all[index - 1] !== '--input-type');
}
