// An application whose plug-in writes to standard output: node wasi-output-app.mjs OPTIONS-AS-JSON
// Prints JSON: what the logger got, and the capability.
import { readFile } from 'node:fs/promises';
import createPlugin, { CAPABILITIES } from 'extism-web';

const lines = [];
const keep = (text) => void lines.push(text);
const logger = { trace: keep, debug: keep, info: keep, warn: keep, error: keep };
const wasm = await readFile(new URL('../../target/fixtures/wasi_rust.wasm', import.meta.url));
const plugin = await createPlugin(wasm, { useWasi: true, logger, ...JSON.parse(process.argv[2]) });
await plugin.call('print', JSON.stringify({ stdout: ['one'], stderr: [], partial: '' }));
await plugin.close();
console.log(JSON.stringify({ lines, set: CAPABILITIES.extismStdoutEnvVarSet }));
