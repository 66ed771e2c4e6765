import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { compile, initialize } from 'extism-web/module';

const host = createRequire(import.meta.url).resolve('extism-web/extism_web_bg.wasm');
await initialize(await WebAssembly.compile(await readFile(host)));
const compiled = await compile(await readFile(new URL('count_vowels.wasm', import.meta.url)));
const plugin = await compiled.instantiate();
console.log(plugin.callSync('count_vowels', 'Hello, World!').text());
