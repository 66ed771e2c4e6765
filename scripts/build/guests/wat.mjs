// Plug-ins written as WebAssembly text.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { putFixture } from './put.mjs';

/** @import { Place } from './places.mjs' */

/** @param {Place} place */
const sourceOf = (place) => inRoot(place.path, 'wat');

/** The version of the assembler that the package asks for. */
const assembler = () => `wabt ${JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).devDependencies.wabt}`;

/** The text of a file, with every line `;;include PATH` replaced by that file, seen from its own folder. */
function textOf(path) {
  return readFileSync(path, 'utf8').replace(/^[ \t]*;;include (.+)$/gm, (_, included) =>
    textOf(join(dirname(path), included.trim())),
  );
}

/** The names of the plug-ins made here. What is in folders below is parts of modules. @param {Place} place */
export const watGuests = (place) =>
  readdirSync(sourceOf(place))
    .filter((file) => file.endsWith('.wat'))
    .map((file) => basename(file, '.wat'));

/**
 * Build all of them into `folder`.
 * @param {Place} place
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildWatGuests(place, folder) {
  const source = sourceOf(place);
  const names = watGuests(place);
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: `${place.step}-wat`,
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
