import { PluginError } from './error.js';
import { messageOf } from './host-file.js';
import { inServiceWorker } from './part.js';

/**
 * Starts a worker with the package's script. The expression is what bundlers look for.
 *
 * @param {string | URL | undefined} url
 * @returns {Worker}
 */
export const startBrowserWorker = (url) => (url === undefined ? started(() => new Worker(new URL('../pkg/worker.js', import.meta.url), { type: 'module' })) : startWorkerAt(url));

/** Starts a worker with the script at a URL. @param {string | URL} url */
const startWorkerAt = (url) => started(() => new Worker(url, { type: 'module' }));

/** What a worker cannot be started for is said as the package says it. @param {() => Worker} start */
export function started(start) {
  if (typeof Worker !== 'function') throw new PluginError('there is no Worker here: the option worker may be a function that starts one', inServiceWorker() ? 'UNSUPPORTED' : 'WORKER');
  try {
    return start();
  } catch (error) {
    throw new PluginError(`the plug-in's worker cannot be started: ${messageOf(error)}; the option worker says where its script is`, 'WORKER', undefined, error);
  }
}
