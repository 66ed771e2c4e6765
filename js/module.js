/**
 * The entry for places that cannot fetch, or that have the host's WebAssembly at hand (`extism-web/extism_web_bg.wasm`):
 * call `initialize` before anything else.
 * @module
 */
import { startBrowserWorker } from './browser-worker.js';
import { CAPABILITIES, showsRedirects } from './capabilities.js';
import { edgeWith } from './edge.js';
import { initializeWith } from './runtime.js';

/**
 * Starts the host.
 *
 * @param {import('./runtime.js').HostSource} module the package's `extism_web_bg.wasm`: compiled, its bytes, a response or its URL
 * @param {import('./types.js').CompiledModule} [kernel] the package's `extism_web_kernel.wasm`, compiled: only where nothing can be compiled later
 * @returns {Promise<void>}
 * @throws {import('./error.js').PluginError} HOST_LOAD when it cannot be loaded or compiled, NOT_INITIALIZED when it is of another build
 */
export const initialize = (module, kernel) =>
  initializeWith(module, {
    edge: kernel && edgeWith(kernel),
    startWorker: CAPABILITIES.hasWorkerCapability ? startBrowserWorker : undefined,
    fetchShowsRedirects: showsRedirects,
    rewriter: () => import('./rewriter.js'),
    wasi: () => import('./wasi/browser.js'),
  });

export * from './index.js';
export { default } from './index.js';
