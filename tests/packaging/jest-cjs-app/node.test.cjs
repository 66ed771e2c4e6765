const { readFileSync } = require('node:fs');
const createPlugin = require('extism-web');

test('the package is required', async () => {
  const plugin = await createPlugin('count_vowels.wasm');
  expect((await plugin.call('count_vowels', 'Hello, World!')).json().count).toBe(3);
  await plugin.close();
});

test('it runs plug-ins in workers', async () => {
  const plugin = await createPlugin(readFileSync('endless.wasm'), { runInWorker: true });
  const error = await plugin.call('forever', null, null, { timeoutMs: 200 }).catch((reason) => reason);
  expect(error).toBeInstanceOf(createPlugin.PluginError);
  expect(error.code).toBe('TIMEOUT');
  await plugin.close();
});
