// Serves the playground to tests, and opens it in a new tab for each.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { serve } from '../../../scripts/lib/serve.mjs';
import { fixture, Playground } from './playground.mjs';

/**
 * A page that is served while a suite runs.
 * @typedef {object} Served
 * @property {string} url of the page, which ends with a slash
 * @property {(path: string) => string} at a URL of the same server
 * @property {string} textFile a file that is no plug-in, whatever its name says
 * @property {Playground} playground
 * @property {() => Promise<void>} stop the server
 */

/** A plug-in that comes slowly, in parts, with its size told. */
async function answerSlowly(response) {
  const bytes = await readFile(fixture('count_vowels'));
  response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': bytes.length });
  const step = Math.ceil(bytes.length / 4);
  for (let at = 0; at < bytes.length; at += step) {
    response.write(bytes.subarray(at, at + step));
    await sleep(150);
  }
  response.end();
}

/**
 * @param {() => import('../visit.mjs').Browser} browser
 * @param {Record<string, string>} headers of the page's files
 * @param {{prefix?: string, opens?: boolean}} [options] the path that the page is at; whether each test has it open
 * @returns {Served}
 */
export function servedPage(browser, headers, { prefix = '/', opens = true } = {}) {
  const page = { stop: async () => {}, url: '', at: (path) => new URL(path, page.origin).href, origin: '', textFile: '', playground: /** @type {any} */ (null) };
  let server;
  let folder;
  before(async () => {
    server = await serve({
      roots: { [prefix]: inRoot('www', 'dist'), '/fixtures/': inRoot('target', 'fixtures') },
      headers,
      handle(request, response) {
        if (request.url !== '/slow.wasm') return false;
        answerSlowly(response);
        return true;
      },
    });
    folder = await mkdtemp(join(tmpdir(), 'extism-web-page-'));
    page.stop = async () => {
      await server?.close();
      server = undefined;
    };
    page.origin = server.url;
    page.url = new URL(prefix, server.url).href;
    page.textFile = join(folder, 'notes.wasm');
    await writeFile(page.textFile, 'This is a text, whatever its name says.\n');
  });
  if (opens) {
    beforeEach(async () => {
      page.playground = await Playground.open(browser(), page.url);
    });
    afterEach(() => page.playground?.visit.close());
  }
  after(async () => {
    await page.stop();
    if (folder) await rm(folder, { recursive: true });
  });
  return page;
}

/** Defines tests of which nothing may go wrong in the tab. @param {Served} page */
export const cleanTests = (page) => (/** @type {string} */ title, /** @type {(playground: Playground) => Promise<void>} */ use) =>
  it(title, async () => {
    await use(page.playground);
    await page.playground.visit.expectClean(page.url);
  });
