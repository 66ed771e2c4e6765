// The app for a bundler that turns an imported .wasm file into its URL.
import createPlugin, { initialize } from 'extism-web/module';
import host from 'extism-web/extism_web_bg.wasm';

await initialize(await WebAssembly.compileStreaming(fetch(host)));
const plugin = await createPlugin(new URL('/count_vowels.wasm', location.href));
const output = await plugin.call('count_vowels', 'Hello, World!');
document.getElementById('result').textContent = output.text();
