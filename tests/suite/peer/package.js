// `@extism/extism`, which in Node warns of `node:wasi` when it is loaded, and whose package in a page is in the import map.
import { engine } from '../../support/fixtures.js';

async function load() {
  if (engine !== 'node') return import('@extism/extism');
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await import('@extism/extism');
  } finally {
    process.emitWarning = emitWarning;
  }
}

export const peer = await load();
