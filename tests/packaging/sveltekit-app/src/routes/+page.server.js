import createPlugin from 'extism-web';

export const prerender = true;

export async function load() {
  const plugin = await createPlugin('count_vowels.wasm');
  const output = await plugin.call('count_vowels', 'Hello, World!');
  await plugin.close();
  return { answer: output.text() };
}
