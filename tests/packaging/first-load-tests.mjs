// What a page is told when a file of the package's own cannot be had, and that it can try again.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { Visit } from '../e2e/visit.mjs';
import { answer } from './answer.mjs';
import { pageWith } from './html.mjs';

const pkg = '/node_modules/extism-web/pkg/';
const host = `${pkg}extism_web_bg.wasm`;

/** The least of a module. */
const otherModule = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);

/** A single-page server's answer to what it does not have. */
const itsPage = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>App</title>');
const nothing = (response) => response.writeHead(404).end('no');

/**
 * @param {() => import('./install.mjs').Project} project
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function firstLoadTests(project, browser) {
  before(() => writeFile(join(project().folder, 'first-load.html'), pageWith('<script type="module" src="/app-first-load.js"></script>')));

  /**
   * Serves the app, with an answer of its own to some request, and has it try.
   *
   * @param {object} how
   * @param {string} [how.path] the file that is answered for, or the beginning of its path
   * @param {(response: import('node:http').ServerResponse) => unknown} [how.answer]
   * @param {string} [how.policy]
   * @param {(attempt: (options?: object) => Promise<any>, server: {url: string, mend: () => void}) => Promise<void>} use
   */
  async function tries({ path, answer: give, policy }, use) {
    let broken = true;
    const handle = (request, response) => {
      if (!broken || path === undefined || !request.url.startsWith(path)) return false;
      give(response);
      return true;
    };
    const headers = policy === undefined ? {} : { 'content-security-policy': policy };
    const server = await serve({ roots: { '/': project().folder }, headers, handle });
    const visit = await Visit.begin(browser());
    try {
      await visit.tab.goto(`${server.url}first-load.html`);
      await visit.eventually(() => typeof globalThis.attempt, (type) => expect(type).to.equal('function'));
      const attempt = (options) => visit.tab.evaluate((given) => globalThis.attempt(given), options);
      await use(attempt, { url: server.url, mend: () => (broken = false) });
    } finally {
      await visit.close();
      await server.close();
    }
  }

  const fails = (result, code, ...texts) => {
    expect(result).to.deep.include({ isPluginError: true, code });
    for (const text of texts) expect(result.message).to.match(text instanceof RegExp ? text : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  };

  const ways = ['Copy node_modules/extism-web/pkg/extism_web_bg.wasm there', 'have the bundler emit it', 'initialize of extism-web/module', 'optimizeDeps.exclude', 'docs/bundlers.md'];

  /** It fails and says where and what to do; then the server is mended, and the page works. */
  const failsThenWorks = (give, ...texts) =>
    tries({ path: host, answer: give }, async (attempt, { url, mend }) => {
      for (let i = 0; i < 2; i++) fails(await attempt(), 'HOST_LOAD', url + host.slice(1), ...texts, ...ways);
      mend();
      expect(await attempt()).to.deep.equal({ text: answer });
    });

  it('says so when the host\'s file is not there, and works when it is', () => failsThenWorks(nothing, 'answered with 404'));
  it('says so when a page comes instead', () => failsThenWorks(itsPage, 'text/html'));
  it('says so when a page comes instead that calls itself WebAssembly', () =>
    failsThenWorks((response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end('<!doctype html>'), /magic/));
  it('says so when the connection breaks', () => failsThenWorks((response) => response.destroy(), /Failed to fetch/, 'connect-src'));
  it('says so when the connection breaks in the middle', () =>
    failsThenWorks((response) => {
      response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': '1000' });
      response.write(otherModule, () => response.destroy());
    }, /network/i));
  it('says so when there is nothing in it', () => failsThenWorks((response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(), /fell off end/));

  it('says so when the host is of another build', () =>
    tries({ path: host, answer: (response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(otherModule) }, async (attempt, { url, mend }) => {
      fails(await attempt(), 'NOT_INITIALIZED', url + host.slice(1), 'different builds');
      mend();
      expect(await attempt()).to.deep.equal({ text: answer });
    }));

  it('loads a host that is served with a wrong type', async () => {
    const bytes = await readFile(join(project().folder, host));
    for (const type of ['text/html', 'application/octet-stream', 'application/wasm; charset=utf-8', '']) {
      const give = (response) => response.writeHead(200, type ? { 'content-type': type } : {}).end(bytes);
      await tries({ path: host, answer: give }, async (attempt) => expect(await attempt(), type).to.deep.equal({ text: answer }));
    }
  });

  it('names the directive of a policy that forbids to compile it', () =>
    tries({ policy: strictPolicy.replace("'wasm-unsafe-eval'", '') }, async (attempt) =>
      fails(await attempt(), 'HOST_LOAD', 'content security policy', "script-src needs 'wasm-unsafe-eval'")));
  it('names the directive of a policy that forbids to fetch it', () =>
    tries({ policy: `${strictPolicy}; connect-src 'none'` }, async (attempt) => fails(await attempt(), 'HOST_LOAD', 'connect-src')));
  it('names the directive of a policy that forbids its worker', () =>
    tries({ policy: strictPolicy.replace("worker-src 'self'", "worker-src 'none'") }, async (attempt) =>
      fails(await attempt({ runInWorker: true }), 'WORKER', 'worker-src', 'docs/bundlers.md')));

  for (const [what, give] of Object.entries({ 'is not there': nothing, 'is a page': itsPage })) {
    it(`says so when the worker's script ${what}, and works when it is there`, () =>
      tries({ path: `${pkg}worker.js`, answer: give }, async (attempt, { url, mend }) => {
        fails(await attempt({ runInWorker: true }), 'WORKER', 'extism-web/worker', 'option worker', 'docs/bundlers.md');
        const worker = `${url}node_modules/extism-web/pkg/worker.js`;
        fails(await attempt({ runInWorker: true, worker }), 'WORKER', worker);
        expect(await attempt(), 'on the page').to.deep.equal({ text: answer });
        mend();
        expect(await attempt({ runInWorker: true })).to.deep.equal({ text: answer });
      }));
    it(`says so when a part, as what starts workers, ${what}`, () =>
      tries({ path: `${pkg}part-`, answer: give }, async (attempt) => {
        fails(await attempt({ runInWorker: true }), 'HOST_LOAD', 'part-', 'docs/bundlers.md');
        expect(await attempt(), 'without it').to.deep.equal({ text: answer });
        const limited = { memory: { maxPages: 100 } };
        for (let i = 0; i < 2; i++) fails(await attempt(limited), 'HOST_LOAD', 'part-', 'docs/bundlers.md');
        expect(await attempt({ useWasi: true }), 'with WASI that the plug-in does not import').to.deep.equal({ text: answer });
      }));
  }
}
