// A page that is a file: a classic script, to which the plug-ins were given as text.
async function show() {
  const { ExtismWeb, plugins } = globalThis;
  const plugin = await ExtismWeb.createPlugin({ wasm: [{ data: plugins.count_vowels }] });
  const text = (await plugin.call('count_vowels', 'Hello, World!')).text();
  const endless = await ExtismWeb.createPlugin({ wasm: [{ data: plugins.endless }] }, { runInWorker: true });
  const ended = await endless.call('forever', null, null, { timeoutMs: 200 }).catch((error) => error.code);
  return `${text} | ${ended}`;
}

show().then((text) => (document.getElementById('result').textContent = text), (error) => (document.getElementById('result').textContent = String(error)));
