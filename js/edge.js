import { ready, setRuntime } from './runtime.js';

/**
 * Runtimes that take a program with its modules, compile these when it is deployed, and then answer requests with it: nothing can be
 * compiled there later.
 * @module
 */

/**
 * What stands for what would be compiled.
 * @typedef {object} Edge
 * @property {WebAssembly.Module} kernel `extism_web_kernel.wasm`
 * @property {(plain: (...args: unknown[]) => unknown, flag: WebAssembly.Global, wait: () => unknown) => unknown} adapt a function that the engine
 *   waits for where the plain one set the flag
 */

/** @type {any} */
const { Suspending } = WebAssembly;

/** @param {WebAssembly.Module} kernel @returns {Edge} */
export const edgeWith = (kernel) => ({
  kernel,
  adapt: (plain, flag, wait) =>
    new Suspending((/** @type {unknown[]} */ ...args) => {
      const result = plain(...args);
      if (flag.value === 0) return result;
      flag.value = 0;
      return wait();
    }),
});

/**
 * Starts the host, so that it has started when the first request comes.
 *
 * @param {WebAssembly.Module} host `extism_web_bg.wasm`
 * @param {WebAssembly.Module} kernel `extism_web_kernel.wasm`
 */
export function startAtEdge(host, kernel) {
  setRuntime({
    load: async () => host,
    edge: edgeWith(kernel),
    fetchShowsRedirects: true,
    wasi: () => import('./wasi/browser.js'),
  });
  // Whoever uses the package is told what is wrong.
  ready().catch(() => {});
}
