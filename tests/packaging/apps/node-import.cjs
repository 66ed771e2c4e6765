const { join } = require('node:path');

import('extism-web').then(async ({ default: createPlugin }) => {
  const plugin = await createPlugin(join(__dirname, 'count_vowels.wasm'));
  console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
});
