// A plug-in that uses WASI, on the main thread.
import createPlugin from 'extism-web';

const lines = [];
const keep = (line) => lines.push(line);
const logger = { trace: keep, debug: keep, info: keep, warn: keep, error: keep };
const plugin = await createPlugin('wasi_rust.wasm', { useWasi: true, enableWasiOutput: true, logger, logLevel: 'info' });
await plugin.call('print', '{"stdout":["printed"]}');
await plugin.close();
console.log(lines.join());
