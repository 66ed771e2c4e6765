/**
 * The entry that has all in itself and fetches nothing: for pages that are files, applications of one file, classic scripts, and tools that
 * know nothing of WebAssembly. Larger than the others, and all of it is loaded at once.
 * @module
 */
import { started } from './browser-worker.js';
import { showsRedirects } from './capabilities.js';
import { host, worker } from './embedded/inline.js';
import { setRuntime } from './runtime.js';

/** @type {string | undefined} */
let workerUrl;

/** Starts a worker with the script in here: a policy must allow `blob:` in `worker-src`. It is a classic script, since pages that are files start no
 * others. */
function ownWorker() {
  workerUrl ??= URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  return new Worker(workerUrl);
}

setRuntime({
  load: async () => Uint8Array.from(atob(host), (letter) => letter.charCodeAt(0)),
  startWorker: (url) => started(() => (url === undefined ? ownWorker() : new Worker(url, { type: 'module' }))),
  fetchShowsRedirects: showsRedirects,
  rewriter: () => import('./rewriter.js'),
  wasi: () => import('./wasi/browser.js'),
});

export * from './index.js';
export { default } from './index.js';
