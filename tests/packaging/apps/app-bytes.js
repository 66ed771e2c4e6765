// The app for a bundler that puts an imported .wasm file's bytes into the bundle, here a classic script.
import createPlugin, { initialize } from 'extism-web/module';
import host from 'extism-web/extism_web_bg.wasm';

async function main() {
  await initialize(host);
  const plugin = await createPlugin(new URL('/count_vowels.wasm', location.href));
  const output = await plugin.call('count_vowels', 'Hello, World!');
  document.getElementById('result').textContent = output.text();
}

main();
