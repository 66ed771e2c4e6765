// What the playground must do, in any browser, however it is served.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { Playground, fixture } from './playground.mjs';
import { strictPolicy } from './policy.mjs';

const surfaces = {
  'as npm start serves it': isolation,
  'under a strict content security policy': { 'content-security-policy': strictPolicy },
};

const vowels = (count, total) => JSON.stringify({ count, total, vowels: 'aeiouAEIOU' });

/**
 * @param {string} engine
 * @param {() => Promise<import('./visit.mjs').Browser>} launch
 */
export function playgroundTests(engine, launch) {
  describe(`the playground in ${engine}`, () => {
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    for (const [surface, headers] of Object.entries(surfaces)) {
      describe(surface, () => useTests(() => browser, headers));
      describe(`${surface}, in a worker`, () => workerTests(() => browser, headers));
    }
    describe('under a policy that forbids WebAssembly', () => forbiddenTests(() => browser));
  });
}

/** Defines tests of which nothing may go wrong in the tab. */
const cleanTests = (page) => (/** @type {string} */ title, /** @type {(playground: Playground) => Promise<void>} */ use) =>
  it(title, async () => {
    await use(page.playground);
    await page.playground.visit.expectClean(page.url);
  });

function useTests(browser, headers) {
  const page = servedPage(browser, headers);
  const test = cleanTests(page);

  test('answers the default input with the bundled plug-in', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.callGives('count_vowels', vowels(3, 3));
  });

  test('keeps the plug-in from call to call, and starts anew when the page is loaded again', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.callGives('count_vowels', vowels(3, 3));
    await playground.callGives('count_vowels', vowels(3, 6));
    await playground.callGives('count_vowels', vowels(5, 11), 'education');
    await playground.callGives('count_vowels', vowels(0, 11), '');
    await playground.visit.tab.goto(page.url);
    await playground.ready(['count_vowels']);
    await playground.callGives('count_vowels', vowels(3, 3), 'Hello, World!');
  });

  test('sends and shows text beyond ASCII as it is', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    await playground.callGives('echo', 'naïve ✓ 漢字\nzweite Zeile', 'naïve ✓ 漢字\nzweite Zeile');
  });

  test('shows the functions of a chosen file, its errors with their codes, and goes on after each', async (playground) => {
    await playground.choose(fixture('fail'));
    await playground.ready(['fail', 'fail_code', 'panics', 'ok']);
    await playground.callFails('fail', 'Plugin-originated error: the plug-in says no: Hello, World! (PLUGIN_ERROR)');
    await playground.callGives('ok', 'ok');
    await playground.callFails('fail_code', 'Plugin error: function "fail_code" returned the non-zero exit code 9 (EXIT_CODE)');
    await playground.callGives('ok', 'ok');
    await playground.callFails('panics', / \(TRAP\)$/);
    await playground.callGives('ok', 'ok');
  });

  test('recovers from every fault', async (playground) => {
    await playground.choose(fixture('faults'));
    await playground.ready([
      ...['trap', 'recurse', 'div_zero', 'oob', 'bad_error', 'error_then_ok', 'error_cleared', 'error_then_trap'],
      ...['returns_7', 'no_result', 'returns_i64', 'with_param', 'returns_two'],
    ]);
    const codes = { trap: 'TRAP', recurse: 'STACK_OVERFLOW', div_zero: 'TRAP', oob: 'TRAP', bad_error: 'BAD_HANDLE', returns_i64: 'SIGNATURE' };
    for (const [name, code] of Object.entries(codes)) {
      await playground.callFails(name, new RegExp(`^Plugin error: .* \\(${code}\\)$`));
      await playground.callGives('no_result', '(no output)');
    }
    await playground.callFails('error_then_trap', 'Plugin-originated error: bad (PLUGIN_ERROR)');
    await playground.callGives('error_cleared', '(no output)');
    await playground.callFails('returns_7', 'Plugin error: function "returns_7" returned the non-zero exit code 7 (EXIT_CODE)');
  });

  test('says so when a file is no WebAssembly, and takes another', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.choose(page.textFile);
    await playground.refuses(/is not a valid WebAssembly module.* \(INVALID_WASM\)$/);
    await playground.choose(fixture('fail'));
    await playground.ready(['fail', 'fail_code', 'panics', 'ok']);
    await playground.callGives('ok', 'ok');
    await playground.choose(page.textFile);
    await playground.refuses(/is not a valid WebAssembly module.* \(INVALID_WASM\)$/);
    await playground.chooseBundled();
    await playground.ready(['count_vowels']);
    await playground.callGives('count_vowels', vowels(3, 3));
  });

  test('says which import is missing when a plug-in asks for what no host has', async (playground) => {
    await playground.choose(fixture('missing_import'));
    await playground.refuses(/^from module "main": cannot resolve import "nowhere" "thing": not provided .* \(LINK\)$/);
  });
}

const endless = ['forever', 'set_forever', 'set', 'get'];

function workerTests(browser, headers) {
  const page = servedPage(browser, headers);
  const test = cleanTests(page);
  const place =
    headers === isolation ? ', in a worker that shares memory with this page' : ', in a worker that this page exchanges messages with';

  test('answers, keeps the plug-in from call to call, and goes back to the page', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.switchWorker();
    await playground.ready(['count_vowels'], place);
    await playground.callGives('count_vowels', vowels(3, 3));
    await playground.callGives('count_vowels', vowels(5, 8), 'education');
    await playground.switchWorker();
    await playground.ready(['count_vowels']);
    await playground.callGives('count_vowels', vowels(3, 3), 'Hello, World!');
  });

  test('shows errors with their codes, and goes on after each', async (playground) => {
    await playground.switchWorker();
    await playground.choose(fixture('fail'));
    await playground.ready(['fail', 'fail_code', 'panics', 'ok'], place);
    await playground.callFails('fail', 'Plugin-originated error: the plug-in says no: Hello, World! (PLUGIN_ERROR)');
    await playground.callGives('ok', 'ok');
    await playground.callFails('panics', / \(TRAP\)$/);
    await playground.callGives('ok', 'ok');
  });

  test('ends a call that takes longer than the time limit; vars stay', async (playground) => {
    await playground.switchWorker();
    await playground.choose(fixture('endless'));
    await playground.ready(endless, place);
    await playground.callGives('set', '(no output)', '7');
    await playground.limit('100');
    await playground.callFails('forever', /^EXTISM: call canceled due to timeout: function "forever" took longer than \d+ ms \(TIMEOUT\)$/);
    await playground.limit('5000');
    await playground.callGives('get', '7');
  });

  test('stays responsive during an endless call, which the button ends', async (playground) => {
    await playground.switchWorker();
    await playground.choose(fixture('endless'));
    await playground.ready(endless, place);
    await playground.limit('');
    for (let round = 0; round < 2; round++) {
      await playground.begin('forever');
      await playground.visit.tab.fill('#input', `round ${round}`);
      await playground.visit.eventually(
        () => globalThis.document.getElementById('input').value,
        (text) => expect(text).to.equal(`round ${round}`),
      );
      await playground.cancel('EXTISM: call canceled due to abort (ABORTED)');
      await playground.callGives('get', '0');
    }
  });

  test('takes another plug-in during an endless call', async (playground) => {
    await playground.switchWorker();
    await playground.choose(fixture('endless'));
    await playground.ready(endless, place);
    await playground.limit('');
    await playground.begin('forever');
    await playground.chooseBundled();
    await playground.ready(['count_vowels'], place);
    await playground.callGives('count_vowels', vowels(3, 3));
  });
}

/** Shows that the policies above are in force: take one word away and nothing works, but the page says so. */
function forbiddenTests(browser) {
  const page = servedPage(browser, { 'content-security-policy': strictPolicy.replace(" 'wasm-unsafe-eval'", '') });

  it('says that it may not compile', async () => {
    await page.playground.refuses(/Content Security Policy|CSP|blocked/i);
    expect(await page.playground.visit.refused()).to.not.deep.equal([]);
  });
}

/** Serves the playground to the tests of a suite, and opens it in a new tab for each. */
function servedPage(browser, headers) {
  const page = { url: '', textFile: '', /** @type {Playground} */ playground: null };
  let server;
  let folder;
  before(async () => {
    server = await serve({ roots: { '/': inRoot('www', 'dist') }, headers });
    folder = await mkdtemp(join(tmpdir(), 'extism-web-page-'));
    page.url = server.url;
    page.textFile = join(folder, 'notes.wasm');
    await writeFile(page.textFile, 'This is a text, whatever its name says.\n');
  });
  beforeEach(async () => {
    page.playground = await Playground.open(browser(), page.url);
  });
  afterEach(() => page.playground?.visit.close());
  after(async () => {
    await server?.close();
    if (folder) await rm(folder, { recursive: true });
  });
  return page;
}
