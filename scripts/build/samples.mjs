// The playground's samples: built from www/samples into target/samples, with their sources and the picture that one of them takes.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { fixturesDir } from './guests.mjs';
import { buildAssemblyScriptGuests } from './guests/assemblyscript.mjs';
import { samples as place } from './guests/places.mjs';
import { putFixture } from './guests/put.mjs';
import { buildRustGuests } from './guests/rust.mjs';
import { buildWatGuests } from './guests/wat.mjs';
import { buildZigGuests } from './guests/zig.mjs';
import { picture } from './samples/picture.mjs';

/** Where they go. */
export const samplesDir = inRoot('target', 'samples');

/** The source of a sample. @param {string} name @param {string} extension */
function sourceOf(name, extension) {
  const candidates = [
    inRoot(place.path, 'rust', name, 'src', 'lib.rs'),
    inRoot(place.path, 'assemblyscript', name, 'index.ts'),
    ...['c', 'cpp', 'zig', 'wat'].map((folder) => inRoot(place.path, folder, `${name}.${folder}`)),
    inRoot('tests', 'guests', 'rust', name, 'src', 'lib.rs'),
  ];
  const found = candidates.find((path) => extname(path) === extension && existsSync(path));
  if (!found) throw new Failure(`no source of the sample ${name} that ends with ${extension}`);
  return found;
}

/** Puts what needs no compiler beside the plug-ins. */
async function addFiles() {
  const { samples } = await import('../../www/samples/index.js');
  mkdirSync(samplesDir, { recursive: true });
  // The tests have it already.
  copyFileSync(join(fixturesDir, 'count_vowels.wasm'), join(samplesDir, 'count_vowels.wasm'));
  for (const { name, source } of samples) copyFileSync(sourceOf(name, extname(source)), join(samplesDir, `${name}${extname(source)}`));
  putFixture(join(samplesDir, 'picture.png'), picture());
  const built = new Set(readdirSync(samplesDir));
  for (const { name } of samples) if (!built.has(`${name}.wasm`)) throw new Failure(`the sample ${name} has no plug-in`);
}

/**
 * Build what changed. The plug-in that comes from the tests must be there.
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildSamples() {
  let ran = false;
  for (const build of [buildWatGuests, buildRustGuests, buildAssemblyScriptGuests, buildZigGuests]) ran = (await build(place, samplesDir)) || ran;
  const step = {
    name: 'samples-files',
    inputs: [inRoot(place.path), join(fixturesDir, 'count_vowels.wasm'), inRoot('scripts', 'build', 'samples.mjs'), inRoot('scripts', 'build', 'samples')],
    outputs: [join(samplesDir, 'picture.png')],
  };
  return (await whenChanged(step, addFiles)) || ran;
}

if (isMain(import.meta.url)) await runMain(buildSamples);
