// The app with workers for a bundler that makes one classic script of it, from which nothing beside it can be found.
import * as host from 'extism-web/module';
import bytes from 'extism-web/extism_web_bg.wasm';
import { useWorkers } from './in-worker.mjs';

async function main() {
  await host.initialize(bytes);
  const source = (name) => new URL(name, document.baseURI);
  const unfound = await host.createPlugin(source('count_vowels.wasm'), { runInWorker: true }).catch((error) => error.code);
  const said = await useWorkers(host, source, { worker: new URL('worker.js', document.baseURI) });
  document.getElementById('result').textContent = `${unfound} | ${said} | ${crossOriginIsolated ? 'isolated' : 'not isolated'}`;
}

main();
