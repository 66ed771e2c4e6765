// A service worker with the entry for pages.
import createPlugin, { createPool } from './node_modules/extism-web/pkg/browser.js';
import { answerFor } from './service-worker-answer.js';

addEventListener('message', (event) => event.waitUntil(answerFor(event, { createPlugin, createPool })));
