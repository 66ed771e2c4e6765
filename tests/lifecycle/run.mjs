// What becomes of plug-ins when their page is left, frozen, kept and shown again, in Chromium: node tests/lifecycle/run.mjs [--grep TEXT]
import { cpSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { runTests } from '../e2e/run-tests.mjs';
import { launchKeeping } from '../support/launch-chromium.mjs';
import { startServers } from '../support/server.mjs';

const { values } = parseArgs({ options: { grep: { type: 'string' } } });

/** Another copy of the package, as two parts of a site may bring each their own. */
const copy = inRoot('target', 'lifecycle', 'pkg');

const html = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<script type="module" src="/tests/lifecycle/page.js"></script>`;

await runTests(
  () => {
    describe('a page with plug-ins', () => {
      let servers;
      let browser;
      let page;
      let url;
      const problems = [];

      before(async () => {
        rmSync(copy, { recursive: true, force: true });
        cpSync(inRoot('pkg'), copy, { recursive: true });
        servers = await startServers();
        url = servers.main.url;
        servers.main.pages.set('/lifecycle', { html, isolated: false, kept: true });
        servers.main.pages.set('/lifecycle-isolated', { html, isolated: true, kept: true });
        servers.main.pages.set('/elsewhere', { html: '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">', isolated: false });
        browser = await launchKeeping();
      });
      after(async () => {
        await browser?.close();
        await servers?.close();
      });
      beforeEach(async () => {
        problems.length = 0;
        page = await browser.newPage();
        page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
        page.on('pageerror', (error) => problems.push(String(error)));
      });
      afterEach(async () => {
        await page.close();
        expect(problems).to.deep.equal([]);
      });

      /** Opens the page and makes its plug-ins: on its thread and in a worker. */
      async function open(path, options = {}) {
        await page.goto(url + path);
        await page.waitForFunction('globalThis.ready');
        await page.evaluate((given) => globalThis.make(given), options);
      }
      /** What each of the plug-ins counts. */
      const counts = () => page.evaluate('counts()');
      const state = async (name) => {
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('Page.setWebLifecycleState', { state: name });
        await devtools.detach();
      };
      const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

      for (const [kind, path] of [['that shares memory', '/lifecycle-isolated'], ['over messages', '/lifecycle']]) {
        describe(`in a worker ${kind}`, () => {
          it('goes on after it was frozen between calls', async () => {
            await open(path);
            expect(await counts()).to.deep.equal([2, 2]);
            await state('frozen');
            await later(500);
            await state('active');
            expect(await counts()).to.deep.equal([2, 2]);
          });

          it('ends a call that was running when it was frozen', async () => {
            await open(path);
            await page.evaluate('begin(300)');
            await state('frozen');
            await later(1000);
            await state('active');
            expect(await page.evaluate('running')).to.equal('done 300');
            expect(await counts()).to.deep.equal([2, 2]);
          });

          it('ends an endless call by its time limit, though it was frozen meanwhile', async () => {
            await open(path, { timeoutMs: 500 });
            await page.evaluate('beginEndless()');
            await state('frozen');
            await later(1500);
            await state('active');
            expect(await page.evaluate('running')).to.equal('TIMEOUT');
            expect(await counts()).to.deep.equal([2, 2]);
          });

          it('that was left while it called is fine when one comes back', async () => {
            await open(path);
            await page.evaluate('beginEndless()');
            await page.goto(`${url}/elsewhere`);
            expect(await page.title()).to.equal('Elsewhere');
            await page.goBack({ waitUntil: 'commit' });
            await page.waitForFunction('globalThis.ready');
            expect(await page.evaluate('globalThis.wasKept')).to.equal(true);
            expect(await counts()).to.deep.equal([2, 2]);
            await page.evaluate('stop()');
            expect(await page.evaluate('running')).to.equal('CLOSED');
          });

          it('that was kept for the way back answers as before', async () => {
            await open(path);
            await page.evaluate('globalThis.mark = 7');
            await page.goto(`${url}/elsewhere`);
            await later(300);
            await page.goBack({ waitUntil: 'commit' });
            await page.waitForFunction('globalThis.ready');
            const reasons = await page.evaluate('performance.getEntriesByType("navigation")[0].notRestoredReasons?.reasons');
            expect(await page.evaluate('[globalThis.mark, globalThis.wasKept]'), JSON.stringify(reasons)).to.deep.equal([7, true]);
            expect(await counts()).to.deep.equal([2, 2]);
          });

          it('in a frame that is removed while it calls leaves the page alone', async () => {
            await open(path);
            await page.evaluate(async (source) => {
              const frame = document.createElement('iframe');
              frame.src = source;
              document.body.append(frame);
              while (!(/** @type {any} */ (frame.contentWindow).ready)) await new Promise((resolve) => setTimeout(resolve, 10));
              await /** @type {any} */ (frame.contentWindow).make({});
              /** @type {any} */ (frame.contentWindow).beginEndless();
              await new Promise((resolve) => setTimeout(resolve, 50));
              frame.remove();
            }, url + path);
            expect(await counts()).to.deep.equal([2, 2]);
          });

          it('with two copies of the package has plug-ins of both', async () => {
            await open(path);
            const found = await page.evaluate(async () => {
              const other = await import(/** @type {any} */ ('/target/lifecycle/pkg/browser.js'));
              const bytes = await globalThis.fixture('count_vowels');
              const directory = new other.MemoryDirectory({ 'a.txt': 'from the other copy' });
              const all = [];
              for (const { createPlugin } of [globalThis.extism, other, globalThis.extism]) {
                for (const options of [{}, { runInWorker: true }]) {
                  const plugin = await createPlugin(bytes, options);
                  all.push((await plugin.call('count_vowels', 'aei')).json().count);
                  await plugin.close();
                }
              }
              const reader = await globalThis.extism.createPlugin(await globalThis.fixture('wasi_rust'), { useWasi: true, allowedPaths: { '/data': directory } });
              const text = (await reader.call('read_file', '/data/a.txt')).json().ok;
              await reader.close();
              return [all, text, await globalThis.counts()];
            });
            expect(found).to.deep.equal([[3, 3, 3, 3, 3, 3], 'from the other copy', [2, 2]]);
          });
        });
      }

      it('takes an input of 1.5 GiB, or says what there is no room for, and goes on', async () => {
        await open('/lifecycle-isolated');
        const found = await page.evaluate(() => globalThis.large());
        for (const outcome of found) expect(outcome).to.be.oneOf(['output of 1610612736', 'MEMORY_LIMIT', 'TRAP', 'INVALID_INPUT']);
        expect(await counts()).to.deep.equal([2, 2]);
      });
    });
  },
  { testTimeoutMs: 120_000, grep: values.grep },
);
