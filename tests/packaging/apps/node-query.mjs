import { readFile } from 'node:fs/promises';
import { PluginError } from 'extism-web';

const bytes = await readFile(new URL('count_vowels.wasm', import.meta.url));
const host = await import(`${import.meta.resolve('extism-web')}?version=2`);

// The entry is there twice, and what it is made of once.
if (host.PluginError !== PluginError) throw new Error('two classes of errors');
for (const runInWorker of [false, true]) {
  const plugin = await host.createPlugin(bytes, { runInWorker });
  const text = (await plugin.call('count_vowels', 'Hello, World!')).text();
  await plugin.close();
  if (runInWorker) console.log(text);
}
