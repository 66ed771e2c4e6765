/**
 * The entry for Node, Deno and Bun: files can be read, the host's WebAssembly among them.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { embeddedHost, readHost, whereHost } from './node-host.js';
import { prepareNodeWorkers, startNodeWorker } from './node-worker.js';
import { setRuntime } from './runtime.js';
import { syncFetch } from './sync-fetch-node.js';

setRuntime({
  load: readHost,
  spare: embeddedHost,
  where: whereHost,
  startWorker: startNodeWorker,
  prepareWorkers: prepareNodeWorkers,
  fetchShowsRedirects: true,
  syncFetch,
  rewriter: () => import('./rewriter.js'),
  wasi: () => import('./wasi/node.js'),
  readFile: (path) => readFile(path.startsWith('file:') ? fileURLToPath(path) : path),
});

export * from './index.js';
export { default } from './index.js';
