// Plug-ins in C, C++ and Zig, each a file: zig compiles all of them.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { run } from '../../lib/process.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { zig, zigEnv, zigVersion } from '../../setup/zig.mjs';
import { copyFixture } from './put.mjs';

/** @import { Place } from './places.mjs' */

/** For C and C++: a library in WASI's sense, with a C library in it. `extism.h` is the tests'. */
const reactor = ['--target=wasm32-wasi', '-mexec-model=reactor', '-I', inRoot('tests', 'guests', 'c'), '-Wall', '-Wextra', '-Werror', '-Os', '-s'];

/** For Zig: nothing but the module's own code. */
const freestanding = ['build-exe', '-target', 'wasm32-freestanding', '-fno-entry', '-rdynamic', '-OReleaseSmall'];

const languages = [
  { folder: 'c', extension: '.c', command: (from, to) => ['cc', '-std=c11', ...reactor, from, '-o', to] },
  { folder: 'cpp', extension: '.cpp', command: (from, to) => ['c++', '-std=c++20', '-fno-exceptions', '-fno-rtti', '-Wno-return-type-c-linkage', ...reactor, from, '-o', to] },
  { folder: 'zig', extension: '.zig', command: (from, to) => [...freestanding, from, `-femit-bin=${to}`] },
];

/** @param {Place} place @param {{folder: string}} language */
const sourceOf = (place, { folder }) => inRoot(place.path, folder);

/** @param {Place} place */
const languagesOf = (place) => languages.filter((language) => existsSync(sourceOf(place, language)));

const namesOf = (place, language) =>
  readdirSync(sourceOf(place, language))
    .filter((file) => file.endsWith(language.extension))
    .map((file) => basename(file, language.extension));

/** The names of the plug-ins made here. @param {Place} place */
export const zigGuests = (place) => languagesOf(place).flatMap((language) => namesOf(place, language));

/**
 * Build all of them into `folder`.
 * @param {Place} place
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildZigGuests(place, folder) {
  let ran = false;
  for (const language of languagesOf(place)) ran = (await buildLanguage(place, language, folder)) || ran;
  return ran;
}

function buildLanguage(place, language, folder) {
  const names = namesOf(place, language);
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: `${place.step}-${language.folder}`,
    inputs: [sourceOf(place, language), inRoot('tests', 'guests', 'c', 'extism.h'), fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
    extra: zigVersion,
  };
  return whenChanged(step, async () => {
    const work = mkdtempSync(inRoot('target', 'zig-'));
    try {
      for (const name of names) {
        const built = join(work, `${name}.wasm`);
        const command = language.command(join(sourceOf(place, language), name + language.extension), built);
        await run(zig(), command, { env: zigEnv(), quiet: true });
        copyFixture(fixture(name), built);
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
