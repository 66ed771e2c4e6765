import { readFile } from 'node:fs/promises';

const bytes = await readFile(new URL('count_vowels.wasm', import.meta.url));
const { createPlugin } = await import(`${import.meta.resolve('extism-web')}?version=2`);

// On this thread nothing but the script itself is needed.
const plugin = await createPlugin(bytes);
const text = (await plugin.call('count_vowels', 'Hello, World!')).text();

// What workers need asks for the script by its name.
const error = await createPlugin(bytes, { runInWorker: true }).then(() => null, (reason) => reason);
if (error?.name !== 'PluginError' || error.code !== 'NOT_INITIALIZED') throw new Error('expected NOT_INITIALIZED', { cause: error });
if (!/without a query/.test(error.message)) throw new Error(error.message);
console.log(text);
