const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const createPlugin = require('extism-web/inline');

createPlugin(readFileSync(join(__dirname, 'count_vowels.wasm'))).then(async (plugin) => {
  console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
});
