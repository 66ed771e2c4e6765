import { readFile } from 'node:fs/promises';
import createPlugin, { initialize } from 'extism-web/module';

await initialize(await readFile(new URL(import.meta.resolve('extism-web/extism_web_bg.wasm'))));
const plugin = await createPlugin(await readFile(new URL('count_vowels.wasm', import.meta.url)));
console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
