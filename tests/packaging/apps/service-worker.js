// A service worker with plug-ins: nothing can be imported later, and there are no workers.
import createPlugin, { createPool } from './node_modules/extism-web/pkg/service-worker.js';
import { answerFor } from './service-worker-answer.js';

addEventListener('message', (event) => event.waitUntil(answerFor(event, { createPlugin, createPool })));
