// The app with workers where the package is a classic script.
import { useWorkers } from './in-worker.mjs';

const said = await useWorkers(globalThis.ExtismWeb, (name) => new URL(name, document.baseURI));
document.getElementById('result').textContent = `${said} | ${crossOriginIsolated ? 'isolated' : 'not isolated'}`;
