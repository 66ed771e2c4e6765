// A page without a bundler: the plug-in is compiled once, and made anew when its settings change.
import { compile } from './node_modules/extism-web/pkg/browser.js';

const [text, y, count] = ['text', 'y', 'count'].map((id) => document.getElementById(id));
const compiled = await compile(new URL('count_vowels.wasm', import.meta.url));

let plugin = await configured();

function configured() {
  return compiled.instantiate({ config: { vowels: y.checked ? 'aeiouyAEIOUY' : 'aeiouAEIOU' } });
}

/** The plug-in takes microseconds: there is nothing to wait for. */
function show() {
  try {
    const { count: vowels, total } = plugin.callSync('count_vowels', text.value).json();
    count.textContent = `${vowels} vowels, ${total} in all`;
  } catch (error) {
    count.textContent = `${error.code}: ${error.message}`;
  }
}

text.addEventListener('input', show);
y.addEventListener('change', async () => {
  const before = plugin;
  plugin = await configured();
  await before.close();
  show();
});
show();
