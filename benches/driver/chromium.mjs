// Rows in headless Chromium: a page of its own for each, so that none inherits another's heap or caches.
import { launchChromium } from '../../tests/support/launch-chromium.mjs';
import { compress, servePages } from './page.mjs';

/** @returns {Promise<import('./engine.mjs').Engine>} */
export async function start() {
  const { pages, close } = await servePages();
  const browser = await launchChromium();

  /**
   * Runs `work` in a page of a fresh profile. An error of the page is ours.
   * @param {{isolated: boolean, cache: boolean, network?: import('../rows/index.js').Network}} page
   */
  async function inPage({ isolated, cache, network }, work, argument) {
    const context = await browser.newContext();
    try {
      if (network?.warm) await visitBefore(context, work, argument);
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.setCacheDisabled', { cacheDisabled: !cache && !network?.warm });
      const died = new Promise((_, reject) => {
        page.once('crash', () => reject(new Error('the page crashed')));
        page.on('pageerror', reject);
      });
      died.catch(() => {});
      await page.goto(isolated ? pages.isolated : pages.plain);
      const is = await page.evaluate(() => crossOriginIsolated);
      if (network !== undefined) {
        await context.setExtraHTTPHeaders({ [compress]: '1' });
        const bytesPerSecond = (network.mbitPerSecond * 1e6) / 8;
        await session.send('Network.emulateNetworkConditions', { offline: false, latency: network.latencyMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond });
      }
      if (is !== isolated) throw new Error(`the page is ${is ? '' : 'not '}cross-origin isolated`);
      return await Promise.race([page.evaluate(work, argument), died]);
    } finally {
      await context.close();
    }
  }

  /** Fills the browser's cache by the same visit. */
  async function visitBefore(context, work, argument) {
    await context.setExtraHTTPHeaders({ [compress]: '1' });
    const page = await context.newPage();
    await page.goto(pages.isolated);
    await page.evaluate(work, argument);
    await page.close();
  }

  return {
    name: 'Chromium',
    version: browser.version(),
    row: (id, settings, isolated) =>
      inPage(
        { isolated, cache: true },
        async ({ id, settings }) => {
          const module = '/benches/harness/run-row.js';
          return (await import(module)).runRow(id, settings);
        },
        { id, settings },
      ),
    startUp: (job) =>
      inPage(
        { isolated: true, cache: false, network: job.network },
        async ({ path, network, ...job }) => {
          const at = (name) => import(`/benches/harness/${name}.js`);
          const [{ startUp }, { fileBytes }] = await Promise.all([at('start-up'), at('assets')]);
          if (network?.hints) (await at('hints')).giveHints(job.specifier, path);
          // Over a network the plug-in comes by its URL; elsewhere its bytes are at hand.
          return startUp({ ...job, wasm: network === undefined ? { data: await fileBytes(path) } : { url: `/${path}` } });
        },
        job,
      ),
    async abandon() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await close();
    },
  };
}
