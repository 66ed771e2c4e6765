/**
 * What runs in a worker thread of Node, Deno or Bun.
 * @module
 */
import { parentPort } from 'node:worker_threads';

import { serve } from './worker/guest/serve.js';

serve({
  post: (message, transfer) => parentPort?.postMessage(message, /** @type {any} */ (transfer)),
  listen: (receive) => parentPort?.on('message', receive),
  runtime: { wasi: () => import('./wasi/node.js'), fetchShowsRedirects: true },
});
