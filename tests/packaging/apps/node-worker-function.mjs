// Bundled, with the host's WebAssembly in the bundle. The entry knows no runtime, so that workers are started here.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import bytes from 'extism-web/extism_web_bg.wasm';
import * as host from 'extism-web/module';
import { useWorkers } from './in-worker.mjs';

await host.initialize(bytes);
const source = (name) => readFileSync(new URL(name, import.meta.url));
const unknown = await host.createPlugin(source('count_vowels.wasm'), { runInWorker: true }).catch((error) => error);
if (unknown.code !== 'WORKER' || !unknown.message.includes('the option worker')) throw unknown;

const worker = () => new Worker(new URL('worker.mjs', import.meta.url));
console.log(await useWorkers(host, source, { worker }));
