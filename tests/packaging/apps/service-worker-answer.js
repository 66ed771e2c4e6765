/** What comes of plug-ins in a service worker. */
export async function answerFor({ ports: [port] }, { createPlugin, createPool }) {
  const url = (name) => new URL(name, location.href);
  const lines = [];
  const keep = (line) => lines.push(line);
  const logger = { trace: keep, debug: keep, info: keep, warn: keep, error: keep };
  const said = [];
  const attempt = (work) => work().then((text) => said.push(text), (error) => said.push(`${error.name} ${error.code}`));
  await attempt(async () => {
    const plugin = await createPlugin(url('count_vowels.wasm'));
    return (await plugin.call('count_vowels', 'Hello, World!')).text();
  });
  await attempt(async () => {
    const plugin = await createPlugin(url('wasi_rust.wasm'), { useWasi: true, enableWasiOutput: true, logger, logLevel: 'info' });
    await plugin.call('print', '{"stdout":["printed"]}');
    await plugin.close();
    return lines.join();
  });
  await attempt(() => createPlugin(url('count_vowels.wasm'), { runInWorker: true }));
  await attempt(async () => {
    const pool = await createPool(url('count_vowels.wasm'), { size: 1 });
    return pool.call('count_vowels', 'a');
  });
  port.postMessage(said.join(' | '));
}
