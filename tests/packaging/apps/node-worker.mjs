import { fileURLToPath } from 'node:url';
import * as host from 'extism-web';
import { useWorkers } from './in-worker.mjs';

console.log(await useWorkers(host, (name) => fileURLToPath(new URL(name, import.meta.url))));
