// The app of the tests of a first load that fails: they try it, as often as they like.
import createPlugin, { PluginError } from './node_modules/extism-web/pkg/browser.js';

/** What comes of a plug-in: its answer, or the error. */
globalThis.attempt = async (options) => {
  try {
    const plugin = await createPlugin(new URL('/count_vowels.wasm', location.href), options);
    const output = await plugin.call('count_vowels', 'Hello, World!');
    await plugin.close();
    return { text: output.text() };
  } catch (error) {
    return { isPluginError: error instanceof PluginError, code: error.code, message: error.message };
  }
};
