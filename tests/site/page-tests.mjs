// The site as a reader uses it.
import { expect } from 'chai';
import { Playground } from '../e2e/playground/playground.mjs';
import { Visit } from '../e2e/visit.mjs';

/**
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 * @param {() => string} url of the site
 */
export function pageTests(browser, url) {
  /** @type {Visit} */
  let visit;
  beforeEach(async () => {
    visit = await Visit.begin(browser());
  });
  afterEach(() => visit.close());

  /** @param {string} selector @param {(text: string) => void} check */
  const shows = (selector, check) => visit.eventually((query) => globalThis.document.querySelector(query)?.textContent?.trim() ?? '', check, selector);

  it('run a plug-in on the first one, as a reader types', async () => {
    await visit.tab.goto(url());
    await shows('.try output', (count) => expect(count).to.equal('9'));
    await visit.tab.fill('#try-text', 'aeiou, and y');
    await shows('.try output', (count) => expect(count).to.equal('6'));
    await shows('.try p', (line) => expect(line).to.match(/ vowels, in [\d.]+ µs$/));
    await visit.expectClean(url());
  });

  it('are found by a word', async () => {
    await visit.tab.goto(`${url()}docs/quick-start.html`);
    await visit.tab.click('.DocSearch-Button, .VPNavBarSearch button');
    await visit.tab.fill('#localsearch-input', 'nodeWorkerArgs');
    await shows('.results', (results) => expect(results).to.contain('Workers and pools'));
    await visit.expectClean(`${url()}docs/quick-start.html`);
  });

  it('are light and dark', async () => {
    await visit.tab.goto(`${url()}docs/errors.html`);
    const background = () => visit.tab.evaluate(() => globalThis.getComputedStyle(globalThis.document.body).backgroundColor);
    const before = await background();
    await visit.tab.click('.VPNavBarAppearance .VPSwitchAppearance');
    await visit.eventually(() => globalThis.getComputedStyle(globalThis.document.body).backgroundColor, (after) => expect(after).to.not.equal(before));
  });

  for (const [what, path, selector, title] of [
    ['a guide', 'docs/workers.html', 'h1', /^Workers and pools/],
    ['a code of an error', 'docs/errors.html#timeout', '#timeout', /^TIMEOUT/],
    ['the API of JavaScript', 'api/extism-web/classes/Plugin.html', 'h1', /Plugin/],
    ['the API of Rust', 'rust/extism_web/struct.Plugin.html', 'h1', /Plugin/],
    ['the figures', 'benches/README.html', 'h1', /./],
  ]) {
    it(`have ${what}`, async () => {
      await visit.tab.goto(url() + path);
      await shows(selector, (found) => expect(found).to.match(title));
      await visit.expectClean(url() + path.split('#')[0]);
    });
  }

  it('have the playground, which runs a plug-in', async () => {
    const playground = await Playground.open(browser(), `${url()}playground/index.html`);
    try {
      await playground.ready(['count_vowels']);
      await playground.callGives('count_vowels', JSON.stringify({ count: 3, total: 3, vowels: 'aeiouAEIOU' }));
      await playground.visit.expectClean(playground.url);
    } finally {
      await playground.visit.close();
    }
  });
}
