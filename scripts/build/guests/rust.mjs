// Plug-ins on the published Rust PDK: a workspace for each target.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { run } from '../../lib/process.mjs';
import { cargoEnv, debianRustEnv, hasStd, onDebianRoad, wasmTarget } from '../../lib/rust.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { wasiTarget } from '../../setup/wasi-target.mjs';
import { copyFixture } from './put.mjs';

const targetDir = inRoot('target', 'guests');
/** The plug-ins that need no WASI; the one that the playground shows is among them. */
const plain = { folder: 'rust', target: wasmTarget, env: () => cargoEnv() };
const workspaces = [
  plain,
  { folder: 'rust_wasi', target: wasiTarget, env: wasiEnv },
];

/** Debian's compiler, on that road, also where the person's own knows only the package's target. */
function wasiEnv() {
  const env = cargoEnv();
  return onDebianRoad() && !hasStd(env, wasiTarget) ? debianRustEnv() : env;
}

const sourceOf = ({ folder }) => inRoot('tests', 'guests', folder);

/** The crates of a workspace; each is a folder with the crate's name. */
const crates = (workspace) =>
  readdirSync(sourceOf(workspace), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(sourceOf(workspace), entry.name, 'Cargo.toml')))
    .map((entry) => entry.name);

/** The names of the fixtures made here. */
export const rustGuests = () => workspaces.flatMap(crates);

/**
 * Build all of them into `folder`.
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildRustGuests(folder) {
  let ran = false;
  for (const workspace of workspaces) ran = (await buildWorkspace(workspace, folder)) || ran;
  return ran;
}

/**
 * Build only those that need no compiler beyond the package's own.
 * @param {string} folder
 */
export const buildPlainRustGuests = (folder) => buildWorkspace(plain, folder);

function buildWorkspace(workspace, folder) {
  const source = sourceOf(workspace);
  const names = crates(workspace);
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: `guests-${workspace.folder}`,
    inputs: [source, fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
  };
  return whenChanged(step, async () => {
    const args = ['build', '--release', '--locked', '--target', workspace.target, '--target-dir', targetDir];
    await run('cargo', args, { cwd: source, env: workspace.env() });
    for (const name of names) copyFixture(fixture(name), join(targetDir, workspace.target, 'release', `${name}.wasm`));
  });
}
