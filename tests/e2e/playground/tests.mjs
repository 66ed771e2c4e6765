// What the playground must do, in any browser, however it is served.
import { expect } from 'chai';
import { isolation } from '../../../scripts/lib/serve.mjs';
import { pagePolicy } from '../policy.mjs';
import { accessTests, offlineTests } from './access-tests.mjs';
import { callTests, workerTests } from './call-tests.mjs';
import { loadTests } from './load-tests.mjs';
import { memoryTests } from './memory-tests.mjs';
import { resultTests } from './result-tests.mjs';
import { servedPage } from './served.mjs';
import { shareTests } from './share-tests.mjs';

const surfaces = {
  'as npm start serves it': { headers: isolation, prefix: '/' },
  'under a strict content security policy and a path prefix': { headers: { 'content-security-policy': pagePolicy }, prefix: '/some/where/' },
};

/**
 * @param {string} engine
 * @param {() => Promise<import('../visit.mjs').Browser>} launch
 */
export function playgroundTests(engine, launch) {
  describe(`the playground in ${engine}`, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());
    const get = () => browser;

    for (const [surface, served] of Object.entries(surfaces)) {
      describe(surface, () => {
        describe('loading', () => loadTests(get, served));
        describe('calling', () => callTests(get, served));
        describe('in a worker', () => workerTests(get, served));
        describe('results', () => resultTests(get, served));
        describe('memory', () => memoryTests(get, served));
      });
    }
    describe('links and what the browser keeps', () => shareTests(get, surfaces['as npm start serves it']));
    describe('for everybody', () => accessTests(get, surfaces['as npm start serves it'], engine));
    describe('without a network', () => offlineTests(get, surfaces['as npm start serves it']));
    describe('under a policy that forbids WebAssembly', () => forbiddenTests(get));
  });
}

/** Shows that the policies above are in force: take one word away and nothing works, but the page says so. */
function forbiddenTests(browser) {
  const page = servedPage(browser, { 'content-security-policy': pagePolicy.replace(" 'wasm-unsafe-eval'", '') });

  it('says that it may not compile', async () => {
    await page.playground.refuses(/Content Security Policy|CSP|blocked/i);
    expect(await page.playground.visit.refused()).to.not.deep.equal([]);
  });
}
