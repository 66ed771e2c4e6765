// Bundled: the workers' script is beside the bundle.
import { fileURLToPath } from 'node:url';
import * as host from 'extism-web';
import { useWorkers } from './in-worker.mjs';

const worker = new URL('worker.mjs', import.meta.url);
console.log(await useWorkers(host, (name) => fileURLToPath(new URL(name, import.meta.url)), { worker }));
