// Plug-ins on the AssemblyScript PDK: each folder's index.ts.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { packageBin, run } from '../../lib/process.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { copyFixture } from './put.mjs';

const folderOfSources = 'tests/guests/assemblyscript';
const source = inRoot(folderOfSources);

/** The versions of compiler and PDK that the package asks for. */
function versions() {
  const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return `assemblyscript ${devDependencies.assemblyscript} as-pdk ${devDependencies['@extism/as-pdk']}`;
}

/** The names of the fixtures made here. */
export const assemblyScriptGuests = () =>
  readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/**
 * Build all of them into `folder`.
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildAssemblyScriptGuests(folder) {
  const names = assemblyScriptGuests();
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: 'guests-assemblyscript',
    inputs: [source, fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
    extra: versions(),
  };
  return whenChanged(step, async () => {
    const work = mkdtempSync(inRoot('target', 'asc-'));
    try {
      for (const name of names) {
        const built = join(work, `${name}.wasm`);
        // Relative, with slashes: so the compiler names modules, and so `--use` finds the function in one.
        const entry = `${folderOfSources}/${name}/index`;
        const options = ['--use', `abort=${folderOfSources}/abort/onAbort`, '-O', '--outFile', built];
        const [command, args] = packageBin('assemblyscript', 'asc', `${entry}.ts`, ...options);
        await run(command, args, { quiet: true });
        copyFixture(fixture(name), built);
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
