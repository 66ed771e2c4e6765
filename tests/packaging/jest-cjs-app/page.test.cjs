/** @jest-environment jsdom */
const { readFileSync } = require('node:fs');
const { TextDecoder, TextEncoder } = require('node:util');

test('the script with all in it is required in an imitation of a page', async () => {
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  const { createPlugin } = require('extism-web/inline');
  const plugin = await createPlugin(readFileSync('count_vowels.wasm'));
  expect((await plugin.call('count_vowels', 'Hello, World!')).json().count).toBe(3);
  await plugin.close();
});
