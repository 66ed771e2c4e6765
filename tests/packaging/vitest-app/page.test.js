// @vitest-environment jsdom
import { readFile } from 'node:fs/promises';
import createPlugin from 'extism-web';
import inline from 'extism-web/inline';
import { expect, test } from 'vitest';

for (const [name, make] of Object.entries({ 'the package': createPlugin, 'the script with all in it': inline })) {
  test(`${name} is imported in an imitation of a page`, async () => {
    expect(document.body).toBeDefined();
    const plugin = await make(await readFile('count_vowels.wasm'));
    expect((await plugin.call('count_vowels', 'Hello, World!')).json().count).toBe(3);
    await plugin.close();
  });
}
