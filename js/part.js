import { PluginError } from './error.js';
import { loadError, messageOf } from './host-file.js';

/**
 * Loads a part of the package that most pages do not need.
 *
 * @template T
 * @param {() => Promise<T>} load calls `import()`
 * @returns {Promise<T>}
 * @throws {PluginError} HOST_LOAD where it cannot be loaded; UNSUPPORTED where nothing can be
 */
export async function part(load) {
  try {
    return await load();
  } catch (error) {
    if (error instanceof PluginError) throw error;
    if (inServiceWorker()) throw new PluginError('service workers can import nothing later and have no workers: WASI is in extism-web/service-worker', 'UNSUPPORTED', undefined, error);
    throw loadError(`a part of extism-web cannot be loaded: ${messageOf(error)}`, error, 'Its part-*.js must be where its script is');
  }
}

/** Whether this is a service worker, where `import()` fails and workers cannot be started. */
export const inServiceWorker = () => 'ServiceWorkerGlobalScope' in globalThis;
