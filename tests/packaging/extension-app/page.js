import * as host from './node_modules/extism-web/pkg/browser.js';
import { useWorkers } from './in-worker.mjs';

const said = await useWorkers(host, (name) => new URL(name, import.meta.url));
document.getElementById('result').textContent = `${said} | ${await chrome.runtime.sendMessage('Hello, World!')}`;
