// The app with workers for a bundler that does not see where the workers' script is: it is beside the bundle.
import * as host from 'extism-web';
import { useWorkers } from './in-worker.mjs';

const worker = new URL('worker.js', import.meta.url);
const said = await useWorkers(host, (name) => new URL(name, document.baseURI), { worker });
document.getElementById('result').textContent = `${said} | ${crossOriginIsolated ? 'isolated' : 'not isolated'}`;
