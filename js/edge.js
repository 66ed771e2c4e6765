import { ready, setRuntime } from './runtime.js';

/**
 * Starts the host where nothing can be compiled: in runtimes that take a program with its modules, compile these when it is deployed, and
 * then answer requests with it. It has started when the first request comes.
 *
 * @param {WebAssembly.Module} host `extism_web_bg.wasm`
 * @param {WebAssembly.Module} kernel `extism_web_kernel.wasm`
 */
export function startAtEdge(host, kernel) {
  setRuntime({
    load: async () => host,
    kernel,
    fetchShowsRedirects: true,
    wasi: () => import('./wasi/browser.js'),
  });
  // Whoever uses the package is told what is wrong.
  ready().catch(() => {});
}
