import createPlugin from './node_modules/extism-web/pkg/service-worker.js';

chrome.runtime.onMessage.addListener((text, _sender, respond) => {
  (async () => {
    const plugin = await createPlugin(new URL('count_vowels.wasm', import.meta.url));
    const output = await plugin.call('count_vowels', text);
    await plugin.close();
    respond(output.text());
  })().catch((error) => respond(String(error)));
  return true;
});
