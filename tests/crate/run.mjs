// The crate as a Rust web app's dependency: node tests/crate/run.mjs. The last line printed is "N passed, N failed, N skipped".
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run, runMain, stream } from '../../scripts/lib/process.mjs';
import { cargoEnv, wasmTarget } from '../../scripts/lib/rust.mjs';
import { asRust } from '../../www/session/copy-as.js';
import { readSession } from '../../www/session/schema.js';
import { runTests } from '../e2e/run-tests.mjs';

const folder = inRoot('target', 'fresh-crate');

/** An app without a lock file: cargo takes the newest of everything. */
const manifest = `[package]
name = "fresh"
version = "0.0.0"
edition = "2021"

[dependencies]
extism-web = { path = ${JSON.stringify(inRoot())} }
wasm-bindgen = "0.2"
web-sys = "0.3"

[workspace]
`;

/** Every Rust of the playground's "Copy as", with quotes in the input. */
function snippet() {
  const session = readSession({ function: 'count_vowels', input: { kind: 'text', text: 'a "# b' }, options: { config: [['vowels', 'aeiou']], allowedHosts: ['example.com'], maxPages: 16 } });
  return asRust(session, null, 'https://page.example/').replace('async fn call', 'pub async fn call');
}

await runMain(() =>
  runTests(
    () => {
      describe('the packages for crates.io', () => {
        it('are complete: each compiles from what is in it', async () => {
          const published = ['extism-web-kernel', 'extism-web-rewriter', 'extism-web'];
          const args = ['package', ...published.flatMap((crate) => ['--package', crate]), '--allow-dirty', '--all-features', '--target', wasmTarget];
          const { code, output } = await stream('cargo', args, { env: cargoEnv() });
          expect(code, output).to.equal(0);
          for (const crate of published) expect(output).to.match(new RegExp(`Compiling ${crate} v.*target/package`));
          expect(output).to.not.match(/warning: manifest/);
        });
      });

      describe('a new crate that depends on this one', () => {
        it('compiles the code that the playground copies, with the newest wasm-bindgen, js-sys and web-sys', async () => {
          rmSync(join(folder, 'Cargo.lock'), { force: true });
          mkdirSync(join(folder, 'src'), { recursive: true });
          writeFileSync(join(folder, 'Cargo.toml'), manifest);
          const code = snippet();
          expect(code).to.contain('PluginBuilder::new');
          writeFileSync(join(folder, 'src', 'lib.rs'), code);
          const env = { ...cargoEnv(), CARGO_TARGET_DIR: join(folder, 'target') };
          await run('cargo', ['check', '--quiet', '--target', wasmTarget], { cwd: folder, env });
        });
      });
    },
    { testTimeoutMs: 600_000 },
  ),
);
