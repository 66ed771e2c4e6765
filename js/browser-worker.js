import { PluginError } from './error.js';
import { messageOf } from './host-file.js';
import { inServiceWorker } from './part.js';

/**
 * Starts a worker with the package's script. The first expression is what bundlers look for.
 *
 * @param {string | URL | undefined} url
 * @returns {Worker}
 */
export function startBrowserWorker(url) {
  if (typeof Worker !== 'function') throw new PluginError('there is no Worker here: the option worker may be a function that starts one', inServiceWorker() ? 'UNSUPPORTED' : 'WORKER');
  try {
    if (url === undefined) return new Worker(new URL('../pkg/worker.js', import.meta.url), { type: 'module' });
    return new Worker(url, { type: 'module' });
  } catch (error) {
    throw new PluginError(`the plug-in's worker cannot be started: ${messageOf(error)}; the option worker says where its script is`, 'WORKER', undefined, error);
  }
}
