// Tests the packed package with the tools that are not the repository's own: frameworks, other bundlers, other runtimes.
//
// The last line printed is "N passed, N failed, N skipped".
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { runMain } from '../../scripts/lib/process.mjs';
import { launch } from '../e2e/chromium.mjs';
import { runTests } from '../e2e/run-tests.mjs';
import { installPacked } from './install.mjs';
import { exampleTests } from './example-tests.mjs';
import { frameworkTests } from './framework-tests.mjs';
import { matrixTests } from './matrix.mjs';
import { nextTests } from './next-tests.mjs';
import { bunTests, denoTests } from './runtime-tests.mjs';
import { workerdTests } from './workerd-tests.mjs';
import { jestTests, parcelTests, rollupTests, rspackTests, viteTests, vitestBrowserTests, vitestTests } from './tool-bundler-tests.mjs';

/** The first run installs the tools. */
const testTimeoutMs = 300_000;

function toolTests() {
  describe('the packed package', () => {
    /** @type {import('./install.mjs').Project} */
    let packed;
    /** @type {import('../e2e/visit.mjs').Browser} */
    let browser;
    before(async () => {
      packed = await installPacked();
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await packed?.remove();
    });

    const tableTests = matrixTests('package-tools');
    describe('in workerd', () => workerdTests(() => packed));
    describe('the examples', () => exampleTests(() => packed, () => browser));
    describe('in Deno', () => denoTests(() => packed));
    describe('in Bun', () => bunTests(() => packed));
    describe('through Vite 7', () => viteTests(() => packed, () => browser));
    describe('through Parcel', () => parcelTests(() => packed, () => browser));
    describe('through Rollup', () => rollupTests(() => packed, () => browser));
    describe('through Rspack', () => rspackTests(() => packed, () => browser));
    describe('in Vitest', () => vitestTests(() => packed));
    describe('in Vitest in a browser', () => vitestBrowserTests(() => packed));
    describe('in Jest', () => jestTests(() => packed));
    describe('in frameworks', () => frameworkTests(() => packed, () => browser));
    describe('in Next.js', () => nextTests(() => packed, () => browser));
    describe('after all that', tableTests);
  });
}

/** `--grep TEXT`: only the tests that have it in their title. */
const { values } = parseArgs({ options: { grep: { type: 'string' } } });

await runMain(async () => {
  await build();
  await runTests(toolTests, { testTimeoutMs, ...values });
});
