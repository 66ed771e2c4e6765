import { readFile } from 'node:fs/promises';
import createPlugin, { PluginError, initialize } from 'extism-web/module';

const source = await readFile(new URL('count_vowels.wasm', import.meta.url));
const error = await createPlugin(source).then(() => null, (reason) => reason);
if (!(error instanceof PluginError) || error.code !== 'NOT_INITIALIZED') throw new Error('expected NOT_INITIALIZED', { cause: error });

// It is not too late.
await initialize(await readFile(new URL(import.meta.resolve('extism-web/extism_web_bg.wasm'))));
const plugin = await createPlugin(source);
console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
