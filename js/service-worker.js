/**
 * The entry for service workers, which can import nothing later: WASI is in it, and there are no workers. The host's WebAssembly
 * is fetched from beside the script, unless `initialize` was given it.
 * @module
 */
import { elsewhere } from './beside.js';
import { fetchHost } from './host-file.js';
import { initializeWith, setRuntime } from './runtime.js';

const own = () => new URL('../pkg/extism_web_bg.wasm', import.meta.url);
const hostUrl = () => elsewhere('extism_web_bg.wasm', own) ?? own();

const runtime = {
  load: () => fetchHost(hostUrl()),
  where: () => hostUrl().href,
  rewriter: () => import('./rewriter.js'),
  wasi: () => import('./wasi/browser.js'),
};
setRuntime(runtime);

/**
 * Starts the host with a module that is at hand.
 *
 * @param {import('./runtime.js').HostSource} module the package's `extism_web_bg.wasm`: compiled, its bytes, a response or its URL
 * @returns {Promise<void>}
 */
export const initialize = (module) => initializeWith(module, runtime);

export * from './index.js';
export { default } from './index.js';
