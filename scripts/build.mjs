// npm run build: the package (pkg/, types/), the modules that the tests use (target/fixtures/), the playground
// (www/dist/). A step whose inputs did not change is skipped.
import { isMain, runMain } from './lib/process.mjs';
import { runSteps } from './lib/steps.mjs';
import { buildCrateWasi } from './build/crate-wasi.mjs';
import { buildGuests, buildShownGuest } from './build/guests.mjs';
import { buildKernel } from './build/kernel.mjs';
import { buildPackage } from './build/package.mjs';
import { buildPlayground } from './build/playground.mjs';
import { buildRandomPlugins } from './build/random-plugins.mjs';
import { buildRewriter } from './build/rewriter.mjs';
import { buildSamples } from './build/samples.mjs';
import { buildScripts } from './build/scripts.mjs';
import { buildTypes } from './build/types.mjs';
import { buildWasiShim } from './build/wasi-shim.mjs';
import { setupBuild, setupStart } from './setup.mjs';

/** @typedef {[string, () => Promise<boolean | void>]} Step */

/** @type {Step[]} */
const thePackage = [
  ['package (pkg/)', buildPackage],
  ['kernel (pkg/)', buildKernel],
  ['rewriter (pkg/)', buildRewriter],
  ['WASI shim (pkg/)', buildWasiShim],
  ['WASI of the crate (src/api/wasi/)', buildCrateWasi],
  ['scripts (pkg/)', buildScripts],
  ['declarations (types/)', buildTypes],
];
/** @type {Step} */
const theSamples = ['samples', buildSamples];
/** @type {Step} */
const thePlayground = ['playground (www/dist/)', buildPlayground];

/** Everything. */
export async function build() {
  await setupBuild();
  // Each has compilers that work on one core for a while.
  await Promise.all([runSteps(thePackage), runSteps([['guest fixtures', buildGuests], ['random plug-ins', buildRandomPlugins], theSamples])]);
  await runSteps([thePlayground]);
}

/** What `npm start` shows: without the plug-ins of the tests but one. */
export async function buildForStart() {
  await setupStart();
  await runSteps([...thePackage, ['plug-in for the first call', buildShownGuest], theSamples, thePlayground]);
}

if (isMain(import.meta.url)) await runMain(build);
