// The app for a page without a bundler and without an import map.
import createPlugin from './node_modules/extism-web/pkg/browser.js';

const plugin = await createPlugin(new URL('/count_vowels.wasm', location.href));
const output = await plugin.call('count_vowels', 'Hello, World!');
document.getElementById('result').textContent = output.text();
