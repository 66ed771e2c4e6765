// Run by Jest, whose jsdom has neither TextDecoder nor fetch.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { TextDecoder, TextEncoder } from 'node:util';

const host = readFileSync(createRequire(import.meta.url).resolve('extism-web/extism_web_bg.wasm'));
const bytes = readFileSync('count_vowels.wasm');

test('the package is imported, says what it lacks, and works when it has it', async () => {
  expect(typeof globalThis.TextDecoder).toBe('undefined');
  const { createPlugin, initialize, PluginError } = await import('extism-web/module');
  const error = await initialize(host).catch((reason) => reason);
  expect(error).toBeInstanceOf(PluginError);
  expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('TextDecoder') });

  Object.assign(globalThis, { TextDecoder, TextEncoder });
  await initialize(host);
  const plugin = await createPlugin(bytes);
  const output = await plugin.call('count_vowels', 'Hello, World!');
  expect(output.json().count).toBe(3);
});

test('the entry for pages is imported, and says where the host is not', async () => {
  const { createPlugin, PluginError } = await import('extism-web');
  const error = await createPlugin(bytes).catch((reason) => reason);
  expect(error).toBeInstanceOf(PluginError);
  expect(error).toMatchObject({ code: 'HOST_LOAD', message: expect.stringContaining('extism_web_bg.wasm') });
});
