// Plug-ins in C and in Zig, each a file: zig compiles both.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../lib/paths.mjs';
import { run } from '../../lib/process.mjs';
import { whenChanged } from '../../lib/stamp.mjs';
import { zig, zigEnv, zigVersion } from '../../setup/zig.mjs';
import { copyFixture } from './put.mjs';

/** For C: a library in WASI's sense, with a C library in it. */
const reactor = ['cc', '--target=wasm32-wasi', '-mexec-model=reactor', '-std=c11', '-Wall', '-Wextra', '-Werror', '-Os', '-s'];

/** For Zig: nothing but the module's own code. */
const freestanding = ['build-exe', '-target', 'wasm32-freestanding', '-fno-entry', '-rdynamic', '-OReleaseSmall'];

const languages = [
  { folder: 'c', extension: '.c', command: (from, to) => [...reactor, from, '-o', to] },
  { folder: 'zig', extension: '.zig', command: (from, to) => [...freestanding, from, `-femit-bin=${to}`] },
];

const sourceOf = ({ folder }) => inRoot('tests', 'guests', folder);

const namesOf = (language) =>
  readdirSync(sourceOf(language))
    .filter((file) => file.endsWith(language.extension))
    .map((file) => basename(file, language.extension));

/** The names of the fixtures made here. */
export const zigGuests = () => languages.flatMap(namesOf);

/**
 * Build all of them into `folder`.
 * @param {string} folder
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildZigGuests(folder) {
  let ran = false;
  for (const language of languages) ran = (await buildLanguage(language, folder)) || ran;
  return ran;
}

function buildLanguage(language, folder) {
  const names = namesOf(language);
  const fixture = (name) => join(folder, `${name}.wasm`);
  const step = {
    name: `guests-${language.folder}`,
    inputs: [sourceOf(language), fileURLToPath(import.meta.url)],
    outputs: names.map(fixture),
    extra: zigVersion,
  };
  return whenChanged(step, async () => {
    const work = mkdtempSync(inRoot('target', 'zig-'));
    try {
      for (const name of names) {
        const built = join(work, `${name}.wasm`);
        const command = language.command(join(sourceOf(language), name + language.extension), built);
        await run(zig(), command, { env: zigEnv(), quiet: true });
        copyFixture(fixture(name), built);
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
