// What is bundled for a runtime with files. The plug-ins are in the folder where it is run.
import * as host from 'extism-web';
import { useWorkers } from './in-worker.mjs';

async function main() {
  const plugin = await host.createPlugin('count_vowels.wasm');
  const output = await plugin.call('count_vowels', 'Hello, World!');
  console.log(`${output.text()} | ${await useWorkers(host, (name) => name)}`);
  // Bun cannot end a worker in an endless loop, and does not end itself before.
  if (process.versions.bun) process.exit();
}

main();
