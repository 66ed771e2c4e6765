// The benchmark's own modules, assembled into target/benches/guests/NAME.wasm.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { whenChanged } from '../../scripts/lib/stamp.mjs';
import { largeText } from '../guests/large.mjs';
import { patterned } from '../harness/assets.js';

const source = inRoot('benches', 'guests');
const folder = inRoot('target', 'benches', 'guests');
const echo = inRoot('tests', 'guests', 'wat', 'echo.wat');
const countVowels = inRoot('target', 'fixtures', 'count_vowels.wasm');

/** What a plug-in of 450 kB, as languages with a runtime make them, comes to when it is compressed. */
const PADDED_LENGTH = 180_000;

/** A plug-in that is larger on its way than it is: with a custom section of bytes that do not compress. @param {Buffer} module */
function padded(module) {
  const length = PADDED_LENGTH - gzipSync(module).length;
  const content = Buffer.concat([Buffer.from('\u0007padding'), patterned(length)]);
  const size = content.length;
  return Buffer.concat([module, Buffer.from([0, (size & 127) | 128, ((size >> 7) & 127) | 128, size >> 14]), content]);
}

/** The text of every module, by name. */
function texts() {
  const names = readdirSync(source).filter((file) => file.endsWith('.wat'));
  return {
    ...Object.fromEntries(names.map((file) => [basename(file, '.wat'), readFileSync(`${source}/${file}`, 'utf8')])),
    large: largeText(readFileSync(echo, 'utf8')),
  };
}

/** Assemble those that changed. @returns {Promise<boolean>} whether there was anything to do */
export async function buildBenchGuests() {
  const names = [...readdirSync(source).filter((file) => file.endsWith('.wat')).map((file) => basename(file, '.wat')), 'large'];
  const path = (name) => `${folder}/${name}.wasm`;
  const step = { name: 'bench-guests', inputs: [source, echo, countVowels, fileURLToPath(import.meta.url)], outputs: [...names, 'padded'].map(path) };
  return whenChanged(step, async () => {
    const { default: load } = await import('wabt');
    const wabt = await load();
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(texts())) {
      const module = wabt.parseWat(`${name}.wat`, text);
      module.validate();
      writeFileSync(path(name), module.toBinary({ write_debug_names: false }).buffer);
      module.destroy();
    }
    writeFileSync(path('padded'), padded(readFileSync(countVowels)));
  });
}
