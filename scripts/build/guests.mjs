// The plug-ins that the tests load: built from source in tests/guests into target/fixtures/NAME.wasm.
//
// Every one of them is built on every operating system, with compilers that `npm run setup` gets the same way
// everywhere: a compiler that is missing is an error, never a fixture less.
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { assemblyScriptGuests, buildAssemblyScriptGuests } from './guests/assemblyscript.mjs';
import { buildPlainRustGuests, buildRustGuests, rustGuests } from './guests/rust.mjs';
import { buildWatGuests, watGuests } from './guests/wat.mjs';
import { tests } from './guests/places.mjs';
import { buildZigGuests, zigGuests } from './guests/zig.mjs';

/** Where the fixtures go. */
export const fixturesDir = inRoot('target', 'fixtures');

/** The names of all fixtures. */
export const fixtureNames = () => [...watGuests(tests), ...rustGuests(tests), ...assemblyScriptGuests(tests), ...zigGuests(tests)];

/**
 * Build every fixture whose source changed since it was built.
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildGuests() {
  let ran = false;
  for (const build of [buildWatGuests, buildRustGuests, buildAssemblyScriptGuests, buildZigGuests]) ran = (await build(tests, fixturesDir)) || ran;
  return ran;
}

/** Build the plug-in that `npm start` calls, and what comes along with it. */
export const buildShownGuest = () => buildPlainRustGuests(tests, fixturesDir);

if (isMain(import.meta.url)) await runMain(() => buildGuests());
