import createPlugin from 'extism-web';
import { expect, test } from 'vitest';

for (const runInWorker of [false, true]) {
  test(runInWorker ? 'in a worker' : 'on the page', async () => {
    const plugin = await createPlugin(new URL('/count_vowels.wasm', location.href), { runInWorker });
    expect((await plugin.call('count_vowels', 'Hello, World!')).json().count).toBe(3);
    await plugin.close();
  });
}
