/**
 * The entry for browsers: the host's WebAssembly is fetched from beside the glue.
 * @module
 */
import { startBrowserWorker } from './browser-worker.js';
import { setRuntime } from './runtime.js';

setRuntime({
  load: async () => undefined,
  startWorker: startBrowserWorker,
  wasi: () => import('./wasi/browser.js'),
});

export * from './index.js';
export { default } from './index.js';
