/**
 * The entry for Node, Deno and Bun: files can be read, the host's WebAssembly among them.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { startNodeWorker } from './node-worker.js';
import { setRuntime } from './runtime.js';
import { syncFetch } from './sync-fetch-node.js';

setRuntime({
  load: () => readFile(new URL('../pkg/extism_web_bg.wasm', import.meta.url)),
  startWorker: startNodeWorker,
  fetchShowsRedirects: true,
  syncFetch,
  wasi: () => import('./wasi/node.js'),
  readFile: (path) => readFile(path.startsWith('file:') ? fileURLToPath(path) : path),
});

export * from './index.js';
export { default } from './index.js';
