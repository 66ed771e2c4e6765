// The app that each bundler bundles, and that a page loads as it is.
import createPlugin from 'extism-web';

const plugin = await createPlugin(new URL('/count_vowels.wasm', location.href));
const output = await plugin.call('count_vowels', 'Hello, World!');
document.getElementById('result').textContent = output.text();
