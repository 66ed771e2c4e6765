// What a plug-in needs is fetched beside the host: the server keeps the host back until it was asked for the rest.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { serve } from '../../scripts/lib/serve.mjs';
import { Visit } from '../e2e/visit.mjs';
import { answer } from './answer.mjs';
import { pageWith } from './html.mjs';

const pkg = '/node_modules/extism-web/pkg/';
const host = `${pkg}extism_web_bg.wasm`;
const plugin = '/count_vowels.wasm';

/** How long the server waits for what may never come (milliseconds). */
const patience = 5_000;

/**
 * @param {() => import('./install.mjs').Project} project
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function aheadTests(project, browser) {
  let hostBytes;

  before(async () => {
    await writeFile(join(project().folder, 'ahead.html'), pageWith('<script type="module" src="/app-ahead.js"></script>'));
    hostBytes = await readFile(join(project().folder, host));
  });

  /**
   * A first plug-in on a fresh page.
   *
   * @param {string} form of its manifest
   * @param {object} [how]
   * @param {object} [how.options]
   * @param {RegExp} [how.awaited] what must be asked for before the host is sent
   * @param {number} [how.status] of the host's file
   * @returns {Promise<{result: any, asked: string[], inTime: boolean}>} `asked` are the paths of requests from the call on
   */
  async function first(form, { options = {}, awaited, status = 200 } = {}) {
    /** @type {string[]} */
    const asked = [];
    let begun = false;
    let came = () => {};
    const seen = new Promise((resolve) => {
      came = () => resolve(true);
    });
    const given = Symbol('given up');
    /** @type {any} */
    let inTime;
    const handle = (request, response) => {
      if (!begun) return false;
      asked.push(request.url);
      if (awaited?.test(request.url)) came();
      if (request.url !== host) return false;
      const late = new Promise((resolve) => setTimeout(resolve, awaited === undefined ? 0 : patience, given));
      Promise.race([seen, late]).then((what) => {
        inTime = what !== given;
        response.writeHead(status, { 'content-type': 'application/wasm' }).end(hostBytes);
      });
      return true;
    };
    const server = await serve({ roots: { '/': project().folder }, handle });
    const visit = await Visit.begin(browser());
    try {
      await visit.tab.goto(`${server.url}ahead.html`);
      await visit.eventually(() => typeof globalThis.attempt, (type) => expect(type).to.equal('function'));
      begun = true;
      const result = await visit.tab.evaluate(([which, others]) => globalThis.attempt(which, others), [form, options]);
      return { result, asked, inTime };
    } finally {
      await visit.close();
      await server.close();
    }
  }

  const times = (asked, path) => asked.filter((url) => url === path).length;

  for (const form of ['URL', 'text of a URL', 'relative URL', 'JSON text', 'object', 'two modules', 'promise']) {
    it(`fetches a plug-in beside the host: ${form}`, async () => {
      const { result, asked, inTime } = await first(form, { awaited: /count_vowels/ });
      expect(result).to.deep.include({ text: answer });
      expect(inTime, 'before the host was there').to.equal(true);
      expect(times(asked, plugin), 'once').to.equal(1);
      expect(times(asked, '/endless.wasm')).to.equal(form === 'two modules' ? 1 : 0);
    });
  }

  it('asks the fetch of the options, once', async () => {
    const { result, inTime } = await first('URL', { options: { fetch: true }, awaited: /count_vowels/ });
    expect(result.text).to.equal(answer);
    expect(inTime).to.equal(true);
    expect(result.asked.map(([url, ...others]) => [new URL(url).pathname, ...others])).to.deep.equal([[plugin]]);
  });

  for (const [what, options] of Object.entries({ 'in a worker': { runInWorker: true }, 'in a pool': { size: 1 } })) {
    const awaited = 'runInWorker' in options ? /\/worker\.js$/ : /part-/;
    it(`fetches what a plug-in ${what} needs beside the host`, async () => {
      const { result, asked, inTime } = await first('URL', { options, awaited });
      expect(result).to.deep.include({ text: answer });
      expect(inTime).to.equal(true);
      expect(times(asked, plugin)).to.equal(1);
    });
  }

  const parts = (asked) => asked.filter((url) => url.startsWith(`${pkg}part-`));

  it('fetches what reads modules beside the host, where options want it', async () => {
    const options = { memory: { maxPages: 100 } };
    const { result, asked, inTime } = await first('URL', { options, awaited: /part-/ });
    expect(result).to.deep.include({ text: answer });
    expect(inTime).to.equal(true);
    expect(parts(asked)).to.have.length(1);
    expect(times(asked, plugin)).to.equal(1);
  });

  it('fetches what reads modules where the manifest wants it, and for no other', async () => {
    const limited = await first('limited');
    expect(limited.result).to.deep.include({ text: answer });
    expect(parts(limited.asked)).to.have.length(1);
    const { result, asked } = await first('object');
    expect(result).to.deep.include({ text: answer });
    expect(parts(asked)).to.have.length(0);
  });

  it('leaves a request with headers of its own to the host', async () => {
    const { result, asked } = await first('headers of its own');
    expect(result).to.deep.include({ text: answer });
    expect(times(asked, plugin)).to.equal(1);
  });

  for (const [form, code, message] of [
    ['absent', 'FETCH', /^manifest URL "\/absent\.wasm" could not be fetched: HTTP status 404 Not Found$/],
    ['wrong hash', 'HASH_MISMATCH', /hash mismatch/],
    ['two names', 'INVALID_MANIFEST', /the name "a" is taken/],
    ['getter that throws', undefined, /^as it likes$/],
  ]) {
    it(`says what is wrong as ever: ${form}`, async () => {
      const { result, asked } = await first(form);
      expect(result.code).to.equal(code);
      expect(result.message).to.match(message);
      for (const path of new Set(asked)) expect(times(asked, path), path).to.equal(1);
    });
  }

  it('says so when the host is not there, whatever came of the plug-in', async () => {
    for (const form of ['URL', 'absent']) {
      const { result } = await first(form, { status: 404 });
      expect(result).to.deep.include({ code: 'HOST_LOAD', name: 'PluginError' });
    }
  });
}
