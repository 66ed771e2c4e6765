// One call of one plug-in through the package's public API, with what each part of it took.
import { readFile } from 'node:fs/promises';
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';

const input = 'Hello, World!';

/** Call `count_vowels`, and print its result and the times of compiling, instantiating and calling. */
export async function firstCall() {
  // By the package's own name, so that the export map is the one that users get.
  const { default: createPlugin } = await import('extism-web');
  const bytes = await readFile(inRoot('target', 'fixtures', 'count_vowels.wasm'));
  const [module, compile] = await timed(() => WebAssembly.compile(bytes));
  const [plugin, instantiate] = await timed(() => createPlugin(module));
  try {
    const [output, call] = await timed(() => plugin.call('count_vowels', input));
    console.log(`\ncount_vowels(${JSON.stringify(input)}) = ${output.text()}`);
    console.log(`compile ${compile}, instantiate ${instantiate}, first call ${call}`);
  } finally {
    await plugin.close();
  }
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [result, `${(performance.now() - start).toFixed(2)} ms`];
}

if (isMain(import.meta.url)) await runMain(firstCall);
