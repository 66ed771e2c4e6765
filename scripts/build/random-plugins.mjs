// target/fixtures/random_plugins.bin: plug-ins made at random, the same at each build.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, runMain } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';
import { whenChanged } from '../lib/stamp.mjs';

/** They import what this one imports, which is all that there is. */
const like = inRoot('target', 'fixtures', 'abi_http.wasm');
const made = inRoot('target', 'fixtures', 'random_plugins.bin');

/**
 * Modules, each after its length (u32, little-endian).
 * @param {number} seed
 * @param {number} count
 * @returns {Buffer}
 */
export function randomPlugins(seed, count) {
  const args = ['run', '--quiet', '--package', 'extism-web-rewriter', '--example', 'random_plugins', '--', like, String(seed), String(count)];
  const { status, stdout, stderr } = spawnSync('cargo', args, { cwd: inRoot(), env: cargoEnv(), maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Failure(`random plug-ins could not be made: ${stderr}`);
  return stdout;
}

/** Must run after the guests. */
export const buildRandomPlugins = () =>
  whenChanged(
    { name: 'random-plugins', inputs: ['rewriter/examples', 'Cargo.lock', 'scripts/build/random-plugins.mjs'].map((path) => inRoot(path)).concat(like), outputs: [made] },
    () => writeFileSync(made, randomPlugins(1, 200)),
  );

if (isMain(import.meta.url)) await runMain(buildRandomPlugins);
