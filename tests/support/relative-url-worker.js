// Makes a plug-in of a URL that is relative to this script, as an application's own worker does, and tells what it says.
import createPlugin from '/js/browser.js';

async function answers() {
  const plugin = await createPlugin('../../target/fixtures/echo.wasm');
  const side = await createPlugin({ wasm: [{ path: '../../target/fixtures/echo.wasm' }] });
  return [plugin, side].map((each) => each.callSync('echo', 'hello').text());
}

answers().then(postMessage, (error) => postMessage(String(error)));
