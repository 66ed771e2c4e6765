// The plug-ins that the tests load: built from source in tests/guests into target/fixtures/NAME.wasm.
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';
import { buildRustGuests } from './guests/rust.mjs';
import { buildWatGuests } from './guests/wat.mjs';

/** Where the fixtures go. */
export const fixturesDir = inRoot('target', 'fixtures');

/**
 * Build every fixture whose source changed since it was built.
 * @param {{env?: NodeJS.ProcessEnv}} [options] the environment cargo is called with
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildGuests({ env = cargoEnv() } = {}) {
  const wat = await buildWatGuests(fixturesDir);
  const rust = await buildRustGuests(fixturesDir, env);
  return wat || rust;
}

if (isMain(import.meta.url)) await runMain(() => buildGuests());
