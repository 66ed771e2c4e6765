const { join } = require('node:path');
const required = require('extism-web');

const { createPlugin, newPlugin, default: byDefault } = required;
if (new Set([required, createPlugin, byDefault, newPlugin]).size !== 1) throw new Error('one function under three names, and what is required itself');
createPlugin(join(__dirname, 'count_vowels.wasm')).then(async (plugin) => {
  console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
});
