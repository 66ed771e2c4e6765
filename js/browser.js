/**
 * The entry for browsers: the host's WebAssembly is fetched from beside the glue.
 * @module
 */
import { setRuntime } from './runtime.js';

setRuntime({
  load: async () => undefined,
  wasi: () => import('./wasi/browser.js'),
});

export * from './index.js';
export { default } from './index.js';
