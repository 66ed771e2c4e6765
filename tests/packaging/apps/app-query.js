// The package's script, there twice: what workers need is loaded by the script's name.
const { createPlugin } = await import('/node_modules/extism-web/pkg/browser.js?version=2');

const bytes = await (await fetch('/count_vowels.wasm')).arrayBuffer();
const plugin = await createPlugin(bytes);
const text = (await plugin.call('count_vowels', 'Hello, World!')).text();
const error = await createPlugin(bytes, { runInWorker: true }).catch((reason) => reason);
document.getElementById('result').textContent = /without a query/.test(error.message) ? `${error.code} ${text}` : String(error);
