// What wasm-bindgen's runner tells a driver of its browser: where it is, and to leave the network alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

const quietChromium = ['disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];

const capabilities = {
  chromium: (binary) => ({ 'goog:chromeOptions': { binary, args: quietChromium } }),
  firefox: (binary) => ({ 'moz:firefoxOptions': { binary } }),
};

/** Write the capabilities of `engine`, whose executable is `binary`; the runner finds the file by the variable. */
export function webdriverEnv(engine, binary) {
  const folder = inRoot('target', 'webdriver');
  const path = inRoot('target', 'webdriver', `${engine}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify(capabilities[engine](binary)));
  return { WASM_BINDGEN_TEST_WEBDRIVER_JSON: path };
}
