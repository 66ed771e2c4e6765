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

/** @import { Place } from './places.mjs' */

const targetDir = inRoot('target', 'guests');
/** The plug-ins that need no WASI. */
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

/** @param {Place} place @param {{folder: string}} workspace */
const sourceOf = (place, { folder }) => inRoot(place.path, folder);

/** @param {Place} place */
const workspacesOf = (place) => workspaces.filter((workspace) => existsSync(sourceOf(place, workspace)));

/** The crates of a workspace; each is a folder with the crate's name. */
const crates = (place, workspace) =>
  readdirSync(sourceOf(place, workspace), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(sourceOf(place, workspace), entry.name, 'Cargo.toml')))
    .map((entry) => entry.name);

/** The names of the plug-ins made here. @param {Place} place */
export const rustGuests = (place) => workspacesOf(place).flatMap((workspace) => crates(place, workspace));

/**
 * Build all of them into `folder`.
 * @param {Place} place
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildRustGuests(place, folder) {
  let ran = false;
  for (const workspace of workspacesOf(place)) ran = (await buildWorkspace(place, workspace, folder)) || ran;
  return ran;
}

/**
 * Build only those that need no compiler beyond the package's own.
 * @param {Place} place
 * @param {string} folder
 */
export const buildPlainRustGuests = (place, folder) => buildWorkspace(place, plain, folder);

function buildWorkspace(place, workspace, folder) {
  const source = sourceOf(place, workspace);
  const names = crates(place, workspace);
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: `${place.step}-${workspace.folder}`,
    inputs: [source, fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
  };
  return whenChanged(step, async () => {
    const args = ['build', '--release', '--locked', '--target', workspace.target, '--target-dir', targetDir];
    await run('cargo', args, { cwd: source, env: workspace.env() });
    for (const name of names) copyFixture(fixture(name), join(targetDir, workspace.target, 'release', `${name}.wasm`));
  });
}
