/**
 * What runs in a browser's worker. The package starts it; an application that starts workers itself gives a worker with
 * this script in it to the option `worker`.
 * @module
 */
import { syncFetch } from './sync-fetch-xhr.js';
import { marked } from './worker/protocol.js';
import { serve } from './worker/guest/serve.js';

const scope = /** @type {any} */ (globalThis);

// Nobody but this script knows of its end where there are no locks.
const close = scope.close?.bind(scope);
scope.close = () => {
  scope.postMessage(marked({ kind: 'closing' }));
  close();
};

serve({
  post: (message, transfer) => scope.postMessage(message, transfer ?? []),
  listen: (receive) => scope.addEventListener('message', (/** @type {MessageEvent} */ event) => receive(event.data)),
  runtime: { wasi: () => import('./wasi/browser.js'), syncFetch, where: () => `the worker's script is ${scope.location?.href}` },
});
