import { readFile } from 'node:fs/promises';
import createPlugin, { PluginError, initialize } from 'extism-web/module';

const head = [0, 97, 115, 109, 1, 0, 0, 0];
const others = {
  'that imports something else': new Uint8Array([...head, ...[1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 97, 0, 0]]),
  'that imports nothing that is missing': new Uint8Array(head),
};
for (const [what, other] of Object.entries(others)) {
  const error = await initialize(other).then(() => null, (reason) => reason);
  if (!(error instanceof PluginError) || error.code !== 'NOT_INITIALIZED') throw new Error(`expected NOT_INITIALIZED of a module ${what}`, { cause: error });
  if (!/different builds/.test(error.message)) throw new Error(error.message);
}

// It is not too late.
await initialize(await readFile(new URL(import.meta.resolve('extism-web/extism_web_bg.wasm'))));
const plugin = await createPlugin(await readFile(new URL('count_vowels.wasm', import.meta.url)));
console.log((await plugin.call('count_vowels', 'Hello, World!')).text());
