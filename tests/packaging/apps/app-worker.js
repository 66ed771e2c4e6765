// The app with workers that each bundler bundles, and that a page loads as it is.
import * as host from 'extism-web';
import { useWorkers } from './in-worker.mjs';

const said = await useWorkers(host, (name) => new URL(name, document.baseURI));
document.getElementById('result').textContent = `${said} | ${crossOriginIsolated ? 'isolated' : 'not isolated'}`;
