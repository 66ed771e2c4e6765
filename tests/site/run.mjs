// The site of the documentation, made and looked at in Chromium below a path of its own.
//
// The last line printed is "N passed, N failed, N skipped".
import { build } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { runMain } from '../../scripts/lib/process.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { buildSite } from '../../scripts/site.mjs';
import { launch } from '../e2e/chromium.mjs';
import { runTests } from '../e2e/run-tests.mjs';
import { linkTests } from './link-tests.mjs';
import { pageTests } from './page-tests.mjs';

const base = '/some/where/';
const site = inRoot('site', 'target', 'dist');

function siteTests() {
  /** @type {import('../e2e/visit.mjs').Browser} */
  let browser;
  let server;
  before(async () => {
    browser = await launch();
    server = await serve({ roots: { [base]: site } });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  describe('the files of the site', () => linkTests(site, base));
  describe('the pages of the site', () => pageTests(() => browser, () => server.url.slice(0, -1) + base));
}

await runMain(async () => {
  await build();
  await buildSite(base);
  await runTests(siteTests, { testTimeoutMs: 60_000 });
});
