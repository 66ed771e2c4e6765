/**
 * The entry for browsers: the host's WebAssembly is fetched from beside the script.
 * @module
 */
import { elsewhere } from './beside.js';
import { startBrowserWorker } from './browser-worker.js';
import { fetchHost } from './host-file.js';
import { setRuntime } from './runtime.js';

const own = () => new URL('../pkg/extism_web_bg.wasm', import.meta.url);
const hostUrl = () => elsewhere('extism_web_bg.wasm', own) ?? own();

setRuntime({
  load: () => fetchHost(hostUrl()),
  where: () => hostUrl().href,
  startWorker: (url) => startBrowserWorker(url ?? elsewhere('worker.js', own)),
  rewriter: () => import('./rewriter.js'),
  wasi: () => import('./wasi/browser.js'),
});

export * from './index.js';
export { default } from './index.js';
