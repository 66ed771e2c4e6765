// npm run build: the package (pkg/, types/), the modules that the tests use (target/fixtures/), the playground
// (www/dist/). A step whose inputs did not change is skipped.
import { isMain, runMain } from './lib/process.mjs';
import { runSteps } from './lib/steps.mjs';
import { buildGuests } from './build/guests.mjs';
import { buildKernelFixture } from './build/kernel.mjs';
import { buildPackage } from './build/package.mjs';
import { buildPlayground } from './build/playground.mjs';
import { buildTypes } from './build/types.mjs';
import { setupBuild } from './setup.mjs';

export async function build() {
  await setupBuild();
  await runSteps([
    ['package (pkg/)', buildPackage],
    ['declarations (types/)', buildTypes],
    ['kernel fixture', buildKernelFixture],
    ['guest fixtures', buildGuests],
    ['playground (www/dist/)', buildPlayground],
  ]);
}

if (isMain(import.meta.url)) await runMain(build);
