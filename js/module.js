/**
 * The entry for places that cannot fetch, or that have the host's WebAssembly at hand (`extism-web/extism_web_bg.wasm`):
 * call `initialize` before anything else.
 * @module
 */
import { startBrowserWorker } from './browser-worker.js';
import { setRuntime, ready } from './runtime.js';

/**
 * Starts the host.
 *
 * @param {(WebAssembly.Module & object) | BufferSource} module the package's `extism_web_bg.wasm`, compiled or as bytes
 * @returns {Promise<void>}
 */
export async function initialize(module) {
  setRuntime({ load: async () => module, startWorker: startBrowserWorker, wasi: () => import('./wasi/browser.js') });
  await ready();
}

export * from './index.js';
export { default } from './index.js';
