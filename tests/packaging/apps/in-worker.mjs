// What every app does that runs plug-ins in workers: it says what came of each.

/** For the option `logger`: keeps the lines. */
function keeping(lines) {
  const keep = (line) => lines.push(line);
  return { trace: keep, debug: keep, info: keep, warn: keep, error: keep };
}

/**
 * @param {typeof import('extism-web')} host the package
 * @param {(name: string) => unknown} source the manifest of a plug-in of the project
 * @param {import('extism-web').PluginOptions} [options] that say how workers are started
 */
export async function useWorkers({ createPlugin, createPool }, source, options) {
  const inWorker = { ...options, runInWorker: true };
  const said = [];

  const counter = await createPlugin(source('count_vowels.wasm'), inWorker);
  said.push((await counter.call('count_vowels', 'Hello, World!')).text());
  await counter.close();

  // Only a worker can be stopped. Another takes its place.
  const endless = await createPlugin(source('endless.wasm'), inWorker);
  const ended = await endless.call('forever', null, null, { timeoutMs: 200 }).catch((error) => error.code);
  said.push(ended, (await endless.call('get')).text());
  await endless.close();

  // The implementation of WASI is a file of its own, which the worker imports when it is needed.
  const printer = await createPlugin(source('wasi_rust.wasm'), { ...inWorker, useWasi: true, enableWasiOutput: true, logger: keeping(said), logLevel: 'info' });
  await printer.call('print', '{"stdout":["printed"]}');
  await printer.close();

  const pool = await createPool(source('count_vowels.wasm'), { ...options, size: 2 });
  await Promise.all([pool.call('count_vowels', 'a'), pool.call('count_vowels', 'b')]);
  said.push(`${pool.stats.completed} calls in ${pool.stats.started} workers`);
  await pool.close();
  return said.join(' | ');
}
