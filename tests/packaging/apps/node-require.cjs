const { join } = require('node:path');
const { createPlugin, newPlugin, default: byDefault } = require('extism-web');

if (createPlugin !== byDefault || createPlugin !== newPlugin) throw new Error('one function under three names');
createPlugin(join(__dirname, 'count_vowels.wasm')).then(async (plugin) => {
  console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
});
