import { readFile } from 'node:fs/promises';
import createPlugin, { PluginError } from 'extism-web';
import { expect, test } from 'vitest';

test('the package is imported', async () => {
  const plugin = await createPlugin('count_vowels.wasm');
  expect((await plugin.call('count_vowels', 'Hello, World!')).json().count).toBe(3);
  await plugin.close();
});

test('it runs plug-ins in workers', async () => {
  const plugin = await createPlugin(await readFile('endless.wasm'), { runInWorker: true });
  const error = await plugin.call('forever', null, null, { timeoutMs: 200 }).catch((reason) => reason);
  expect(error).toBeInstanceOf(PluginError);
  expect(error.code).toBe('TIMEOUT');
  await plugin.close();
});
