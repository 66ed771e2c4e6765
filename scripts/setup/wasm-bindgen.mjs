// The wasm-bindgen command and its test runner, of exactly the version that the crate is locked to: the two
// agree on a format that changes from one version to the next.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir, inRoot } from '../lib/paths.mjs';
import { Failure, capture, isExecutable, isMain, run, runMain, which } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';

/** The version of wasm-bindgen in Cargo.lock. */
export function lockedVersion() {
  const lock = readFileSync(inRoot('Cargo.lock'), 'utf8');
  const version = /name = "wasm-bindgen"\r?\nversion = "([^"]+)"/.exec(lock)?.[1];
  if (version === undefined) throw new Failure('Cargo.lock does not name wasm-bindgen');
  return version;
}

const suffix = process.platform === 'win32' ? '.exe' : '';
const cached = () => cacheDir(`wasm-bindgen-${lockedVersion()}`);
const complete = (folder) =>
  ['wasm-bindgen', 'wasm-bindgen-test-runner'].every((tool) => isExecutable(join(folder, tool + suffix)));

/** The folder with both programs, or null. */
function find() {
  const version = lockedVersion();
  const folder = join(cached(), 'bin');
  if (complete(folder)) return folder;
  const other = which('wasm-bindgen');
  if (other === null || !complete(dirname(other))) return null;
  return capture(other, ['--version']) === `wasm-bindgen ${version}` ? dirname(other) : null;
}

function tool(name) {
  const folder = find();
  if (folder === null) throw new Failure('wasm-bindgen is not installed; run npm run setup');
  return join(folder, name + suffix);
}

/** The wasm-bindgen command. */
export const wasmBindgen = () => tool('wasm-bindgen');

/** The program that runs `cargo test` for wasm, in Node and in browsers. */
export const wasmBindgenTestRunner = () => tool('wasm-bindgen-test-runner');

export async function ensure() {
  if (find() !== null) return;
  const version = lockedVersion();
  console.log(`setup: wasm-bindgen ${version}, compiled once into ${cached()} (makes the JavaScript glue, runs tests; 2 to 3 minutes)`);
  await run('cargo', ['install', 'wasm-bindgen-cli', '--locked', '--quiet', '--version', version, '--root', cached()], {
    env: cargoEnv(),
  });
}

if (isMain(import.meta.url)) await runMain(ensure);
