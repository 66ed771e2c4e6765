// Plug-ins on the published Rust PDK.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { run } from '../../lib/process.mjs';
import { wasmTarget } from '../../lib/rust.mjs';
import { whenChanged } from '../../lib/stamp.mjs';

const source = inRoot('tests', 'guests', 'rust');
const targetDir = inRoot('target', 'guests');

/** The crates of the guests' workspace; each is a folder with the crate's name. */
const crates = () =>
  readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(source, entry.name, 'Cargo.toml')))
    .map((entry) => entry.name);

/**
 * Build all of them into `folder`.
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildRustGuests(folder, env) {
  const names = crates();
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: 'guests-rust',
    inputs: [source, fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
  };
  return whenChanged(step, async () => {
    const args = ['build', '--release', '--locked', '--target', wasmTarget, '--target-dir', targetDir];
    await run('cargo', args, { cwd: source, env });
    mkdirSync(folder, { recursive: true });
    for (const name of names) {
      // Renamed into place, so that a test that runs meanwhile never loads half a file.
      const partial = `${fixture(name)}.${process.pid}`;
      copyFileSync(join(targetDir, wasmTarget, 'release', `${name}.wasm`), partial);
      renameSync(partial, fixture(name));
    }
  });
}
