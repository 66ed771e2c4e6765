// Plug-ins written as WebAssembly text.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { putFixture } from './put.mjs';

const source = inRoot('tests', 'guests', 'wat');

/** The version of the assembler that the package asks for. */
const assembler = () => `wabt ${JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).devDependencies.wabt}`;

/** The text of a file, with every line `;;include PATH` replaced by that file, seen from its own folder. */
function textOf(path) {
  return readFileSync(path, 'utf8').replace(/^[ \t]*;;include (.+)$/gm, (_, included) =>
    textOf(join(dirname(path), included.trim())),
  );
}

/** The names of the fixtures made here. What is in folders below is parts of modules. */
export const watGuests = () =>
  readdirSync(source)
    .filter((file) => file.endsWith('.wat'))
    .map((file) => basename(file, '.wat'));

/**
 * Build all of them into `folder`.
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildWatGuests(folder) {
  const names = watGuests();
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: 'guests-wat',
    inputs: [source, fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
    extra: assembler(),
  };
  return whenChanged(step, async () => {
    const { default: load } = await import('wabt');
    const wabt = await load();
    for (const name of names) {
      const module = wabt.parseWat(`${name}.wat`, textOf(join(source, `${name}.wat`)));
      module.validate();
      putFixture(fixture(name), module.toBinary({ write_debug_names: false }).buffer);
      module.destroy();
    }
  });
}
