// Plug-ins on the AssemblyScript PDK: each folder's index.ts.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { packageBin, run } from '../../lib/process.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { tests } from './places.mjs';
import { copyFixture } from './put.mjs';

/** @import { Place } from './places.mjs' */

/** What all of them call to abort, from the root, with slashes. */
const abort = `${tests.path}/assemblyscript/abort`;

/** @param {Place} place from the root, with slashes */
const folderOf = (place) => `${place.path}/assemblyscript`;

/** The versions of compiler and PDK that the package asks for. */
function versions() {
  const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return `assemblyscript ${devDependencies.assemblyscript} as-pdk ${devDependencies['@extism/as-pdk']}`;
}

/** The names of the plug-ins made here. @param {Place} place */
export const assemblyScriptGuests = (place) =>
  readdirSync(inRoot(folderOf(place)), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/**
 * Build all of them into `folder`.
 * @param {Place} place
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildAssemblyScriptGuests(place, folder) {
  const names = assemblyScriptGuests(place);
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: `${place.step}-assemblyscript`,
    inputs: [inRoot(folderOf(place)), inRoot(`${abort}.ts`), fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
    extra: versions(),
  };
  return whenChanged(step, async () => {
    const work = mkdtempSync(inRoot('target', 'asc-'));
    try {
      for (const name of names) {
        const built = join(work, `${name}.wasm`);
        // Relative, with slashes: so the compiler names modules, and so `--use` finds the function in one.
        const entry = `${folderOf(place)}/${name}/index`;
        const options = ['--use', `abort=${abort}/onAbort`, '-O', '--outFile', built];
        const [command, args] = packageBin('assemblyscript', 'asc', `${entry}.ts`, ...options);
        await run(command, args, { quiet: true });
        copyFixture(fixture(name), built);
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
