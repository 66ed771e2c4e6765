// Rows in headless Chromium: a page of its own for each, so that none inherits another's heap or caches.
import { launchChromium } from '../../tests/support/launch-chromium.mjs';
import { servePage } from './page.mjs';

/** @returns {Promise<import('./engine.mjs').Engine>} */
export async function start() {
  const { pageUrl, close } = await servePage();
  const browser = await launchChromium();

  /** Runs `work` in a page of a fresh profile, whose cache is off. An error of the page or its console is ours. */
  async function inPage(work, argument) {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.setCacheDisabled', { cacheDisabled: true });
      const died = new Promise((_, reject) => {
        page.once('crash', () => reject(new Error('the page crashed')));
        page.on('pageerror', reject);
      });
      died.catch(() => {});
      await page.goto(pageUrl);
      if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('the page is not cross-origin isolated');
      return await Promise.race([page.evaluate(work, argument), died]);
    } finally {
      await context.close();
    }
  }

  return {
    name: 'Chromium',
    version: browser.version(),
    row: (id, settings) =>
      inPage(
        async ({ id, settings }) => {
          const module = '/benches/harness/run-row.js';
          return (await import(module)).runRow(id, settings);
        },
        { id, settings },
      ),
    startUp: (job) =>
      inPage(async ({ path, ...job }) => {
        const at = (name) => import(`/benches/harness/${name}.js`);
        const [{ startUp }, { fileBytes }] = await Promise.all([at('start-up'), at('assets')]);
        return startUp({ ...job, data: await fileBytes(path) });
      }, job),
    async abandon() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await close();
    },
  };
}
