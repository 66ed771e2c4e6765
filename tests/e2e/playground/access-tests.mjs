// The page for everybody: small screens, keyboards, screen readers, colours, no network.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { look } from './playground.mjs';
import { cleanTests, servedPage } from './served.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Where the screenshots go, for people to look at. */
const pictures = inRoot('target', 'screenshots');

/** Findings of axe. Runs in the page. */
async function findings() {
  const results = await globalThis.axe.run(globalThis.document, { resultTypes: ['violations'] });
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(' | ')}`);
}

/** @param {() => import('../visit.mjs').Browser} browser @param {{headers: Record<string, string>, prefix: string}} surface @param {string} engine */
export function accessTests(browser, { headers, prefix }, engine) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  before(() => mkdir(pictures, { recursive: true }));

  /** @param {import('./playground.mjs').Playground} playground */
  async function check(playground) {
    const isThere = await playground.tab.evaluate(() => globalThis.axe !== undefined);
    if (!isThere) await playground.tab.evaluate(new Function(await readFile(axe, 'utf8')));
    expect(await playground.tab.evaluate(findings)).to.deep.equal([]);
  }

  /** No wider than the screen. Runs in the page. */
  const overflow = () => globalThis.document.documentElement.scrollWidth - globalThis.innerWidth;

  for (const theme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      test(`axe finds nothing, and nothing is wider than the screen: ${theme}, ${width} pixels`, async (playground) => {
        await playground.tab.resize(width, 900);
        await playground.ready(['count_vowels']);
        await playground.tab.select('#theme', theme);
        await check(playground);
        await playground.option('trace', true);
        await playground.call('count_vowels');
        for (const tab of ['output', 'log', 'calls', 'memory']) {
          await playground.show(tab);
          await playground.there(`#result-panel-${tab} *`);
          await check(playground);
          expect(await playground.tab.evaluate(overflow), `${tab}: pixels too wide`).to.be.at.most(0);
          await playground.tab.screenshot(`${pictures}/${engine}-${theme}-${width}-${tab}.png`, true);
        }
        await playground.tab.click('#share');
        await playground.there('share-dialog dialog[open]');
        await check(playground);
      });
    }
  }

  test('is used by keys alone', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.tab.evaluate(() => globalThis.document.activeElement?.blur());
    const visited = [];
    for (let i = 0; i < 40; i++) {
      await playground.tab.press('Tab');
      const id = await playground.tab.evaluate(() => globalThis.document.activeElement?.id);
      visited.push(id);
      if (id === 'run') break;
    }
    expect(visited).to.include.members(['share', 'reset', 'theme', 'source-sample', 'run-function', 'run-input', 'run']);
    await playground.tab.press('Enter');
    await playground.ended(/^Done/);
    // Arrows go from tab to tab.
    await playground.tab.evaluate(() => globalThis.document.querySelector('#result-tab-output').focus());
    await playground.tab.press('ArrowRight');
    await playground.visit.eventually(
      () => globalThis.document.activeElement?.id,
      (id) => expect(id).to.equal('result-tab-log'),
    );
    await playground.tab.press('End');
    await playground.visit.eventually(
      () => globalThis.document.activeElement?.getAttribute('aria-selected'),
      (selected) => expect(selected).to.equal('true'),
    );
  });

  test('the editor is left by Tab', async (playground) => {
    await playground.tab.click('input[name=input-kind][value=json]');
    await playground.visit.eventually(
      () => Boolean(globalThis.document.querySelector('#run-json')?.shadowRoot?.querySelector('.cm-content')),
      (there) => expect(there).to.equal(true),
    );
    await playground.tab.evaluate(() => globalThis.document.querySelector('#run-json').shadowRoot.querySelector('.cm-content').focus());
    await playground.tab.press('Tab');
    const inside = await playground.tab.evaluate(() => globalThis.document.activeElement?.id === 'run-json');
    expect(inside).to.equal(false);
  });

  test('a screen reader is told what happens', async (playground) => {
    await playground.ready(['count_vowels']);
    const roles = await playground.tab.evaluate(() => [globalThis.document.querySelector('#status').getAttribute('role'), globalThis.document.querySelectorAll('main').length, globalThis.document.querySelectorAll('h1').length]);
    expect(roles).to.deep.equal(['status', 1, 1]);
    await playground.call('count_vowels');
    const { status } = await playground.tab.evaluate(look);
    expect(status).to.match(/^Done: \d+ bytes in /);
  });

  test('what the first screen and a first call load is small', async (playground) => {
    await playground.ready(['count_vowels']);
    const weigh = async () => {
      const urls = [...new Set(playground.visit.requests)].filter((url) => url.startsWith(page.url) && !url.includes('/samples/'));
      const sizes = await Promise.all(urls.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length));
      return sizes.reduce((sum, size) => sum + size, 0);
    };
    const screen = await weigh();
    await playground.option('worker', false);
    await playground.call('count_vowels');
    const call = await weigh();
    console.log(`      the first screen takes ${screen} bytes by gzip, with a first call on the page ${call}`);
    expect(screen).to.be.below(32_000);
    // The views of an output are loaded when there is one.
    expect(call).to.be.below(132_000);
  });

  test('the chosen colours are there before anything is painted', async (playground) => {
    await playground.tab.select('#theme', 'dark');
    await playground.tab.goto(page.url);
    const seen = await playground.tab.evaluate(() => [
      globalThis.document.documentElement.dataset.theme,
      [...globalThis.document.head.children].findIndex((element) => element.getAttribute('src') === 'theme.js') < [...globalThis.document.head.children].findIndex((element) => element.rel === 'stylesheet'),
    ]);
    expect(seen).to.deep.equal(['dark', true]);
  });
}

/** @param {() => import('../visit.mjs').Browser} browser @param {{headers: Record<string, string>, prefix: string}} surface */
export function offlineTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });

  it('works when the server is gone, after the first visit', async () => {
    const { playground } = page;
    await playground.ready(['count_vowels']);
    const active = async () => (await globalThis.navigator.serviceWorker.getRegistration())?.active?.state ?? 'none';
    await playground.visit.eventually(active, (state) => expect(state).to.equal('activated'));
    await page.stop();
    await playground.tab.goto(page.url);
    await playground.ready(['count_vowels']);
    await playground.callGives('count_vowels', JSON.stringify({ count: 3, total: 3, vowels: 'aeiouAEIOU' }));
    await playground.sample('numbers');
  });
}
