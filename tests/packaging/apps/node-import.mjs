import { fileURLToPath } from 'node:url';
import createPlugin from 'extism-web';

const plugin = await createPlugin(fileURLToPath(new URL('count_vowels.wasm', import.meta.url)));
const output = await plugin.call('count_vowels', 'Hello, World!');
console.log(output.text());
await plugin.close();
