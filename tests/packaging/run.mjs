// Tests the package as users get it: packed, installed into an empty project, used there.
//
// The last line printed is "N passed, N failed, N skipped".
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { runMain } from '../../scripts/lib/process.mjs';
import { launch } from '../e2e/chromium.mjs';
import { runTests } from '../e2e/run-tests.mjs';
import { bundlerTests } from './bundler-tests.mjs';
import { contentsTests } from './contents-tests.mjs';
import { aheadTests } from './ahead-tests.mjs';
import { cliTests } from './cli-tests.mjs';
import { exportTests } from './export-tests.mjs';
import { extensionTests } from './extension-tests.mjs';
import { firstLoadTests } from './first-load-tests.mjs';
import { installPacked } from './install.mjs';
import { matrixTests } from './matrix.mjs';
import { nodeTests } from './node-tests.mjs';
import { pageTests } from './page-tests.mjs';
import { serverBundleTests } from './runtime-tests.mjs';
import { serviceWorkerTests } from './service-worker-tests.mjs';
import { typesTests } from './types-tests.mjs';

/** Bundlers and the type checker take their time on a busy machine. */
const testTimeoutMs = 120_000;

function packageTests() {
  describe('the packed package', () => {
    /** @type {import('./install.mjs').Project} */
    let project;
    /** @type {import('../e2e/visit.mjs').Browser} */
    let browser;
    before(async () => {
      project = await installPacked();
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await project?.remove();
    });

    const tableTests = matrixTests('package');
    describe('contents', () => contentsTests(() => project));
    describe('for judges of packages', () => exportTests(() => project));
    describe('in Node', () => nodeTests(() => project));
    describe('its command', () => cliTests(() => project));
    describe('in a page without a bundler', () => pageTests(() => project, () => browser));
    describe('through bundlers', () => bundlerTests(() => project, () => browser));
    describe('bundled for a server', () => serverBundleTests(() => project));
    describe('when it cannot be loaded', () => firstLoadTests(() => project, () => browser));
    describe('its first plug-in', () => aheadTests(() => project, () => browser));
    describe('in a service worker', () => serviceWorkerTests(() => project, () => browser));
    describe('in an extension', () => extensionTests(() => project));
    describe('for TypeScript', () => typesTests(() => project));
    describe('after all that', tableTests);
  });
}

/** `--grep TEXT`: only the tests that have it in their title. */
const { values } = parseArgs({ options: { grep: { type: 'string' } } });

await runMain(async () => {
  await build();
  await runTests(packageTests, { testTimeoutMs, ...values });
});
