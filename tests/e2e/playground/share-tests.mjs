// Links, what the browser keeps for the next visit, and the session as code.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { fixture, look, Playground } from './playground.mjs';
import { cleanTests, servedPage } from './served.mjs';

const vowels = (count, total) => JSON.stringify({ count, total, vowels: 'aeiouAEIOU' });

/** The link in the dialog. Runs in the page. */
const link = () => globalThis.document.querySelector('#share-link')?.value ?? '';
const problem = () => globalThis.document.querySelector('#share-problem')?.textContent ?? '';
const code = () => globalThis.document.querySelector('#share-code')?.textContent ?? '';

/** @param {Playground} playground @returns {Promise<string>} */
async function shared(playground) {
  await playground.tab.click('#share');
  let url = '';
  await playground.visit.eventually(link, (value) => {
    expect(value).to.match(/#1=[\w-]+$/);
    url = value;
  });
  await playground.tab.press('Escape');
  return url;
}

/** @param {() => import('../visit.mjs').Browser} browser @param {{headers: Record<string, string>, prefix: string}} surface */
export function shareTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  /** Opens a link in a tab of a browser that has never seen the page. */
  async function visit(url, use) {
    const playground = await Playground.open(browser(), url);
    try {
      await use(playground);
    } finally {
      await playground.visit.close();
    }
  }

  test('a link opens the same session elsewhere, and runs nothing before the person does', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.input('Überraschung ✓');
    await playground.option('timeoutMs', '777');
    const url = await shared(playground);
    await visit(url, async (other) => {
      await other.ready(['count_vowels']);
      const seen = await other.tab.evaluate(look);
      expect(seen.notice).to.contain('came from a link');
      expect(seen.status).to.equal('Loaded count_vowels');
      const fields = await other.tab.evaluate(() => ['#run-input', '#option-timeoutMs'].map((id) => globalThis.document.querySelector(id).value));
      expect(fields).to.deep.equal(['Überraschung ✓', '777']);
      await other.run(/^Done/);
      await other.view('text');
      await other.sees(({ output, notice }) => {
        expect(output).to.equal(vowels(3, 3));
        expect(notice).to.equal('');
      });
    });
  });

  test('a link to a URL demands the plug-in that was there', async (playground) => {
    await playground.sourceKind('url');
    await playground.tab.fill('#source-url', page.at('/fixtures/echo.wasm'));
    await playground.tab.press('Enter');
    await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    const url = await shared(playground);
    await visit(url, (other) => other.ready(['echo', 'echo_u8', 'nothing', 'empty']));
    const changed = await playground.tab.evaluate(async (from) => {
      const data = Uint8Array.from(atob(from.split('#1=')[1].replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
      const json = await new Response(new Blob([data]).stream().pipeThrough(new globalThis.DecompressionStream('deflate-raw'))).json();
      json.plugin.url = json.plugin.url.replace('echo.wasm', 'fail.wasm');
      const packed = await new Response(new Blob([JSON.stringify(json)]).stream().pipeThrough(new globalThis.CompressionStream('deflate-raw'))).arrayBuffer();
      return `${from.split('#')[0]}#1=${btoa(String.fromCharCode(...new Uint8Array(packed))).replaceAll('+', '-').replaceAll('/', '_')}`;
    }, url);
    await visit(changed, (other) => other.refuses(/is not the plug-in that the link was made for/));
  });

  test('what cannot be in a link is said', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    await playground.tab.click('#share');
    await playground.visit.eventually(problem, (text) => expect(text).to.contain('echo.wasm is a file on this machine'));
    await playground.tab.press('Escape');
    await playground.sample('count_vowels');
    // Random, so that it cannot be compressed.
    await playground.tab.evaluate(() => {
      const field = globalThis.document.querySelector('#run-input');
      field.value = Array.from(globalThis.crypto.getRandomValues(new Uint8Array(30_000)), (byte) => byte.toString(16)).join('');
      field.dispatchEvent(new globalThis.Event('input', { bubbles: true }));
    });
    await playground.tab.click('#share');
    await playground.visit.eventually(problem, (text) => expect(text).to.match(/The link would have \d+ characters/));
  });

  test('a damaged link, and one of a newer page, are refused, and the page works', async (playground) => {
    await playground.ready(['count_vowels']);
    const url = await shared(playground);
    const cases = [
      [url.slice(0, -20), /This link is damaged/],
      [`${page.url}#1=!!!`, /This link is damaged/],
      [`${page.url}#99=abc`, /made by a newer version of the page \(99/],
    ];
    for (const [damaged, text] of cases) {
      await visit(damaged, async (other) => {
        await other.sees((seen) => expect(seen.notice).to.match(text));
        await other.callGives('count_vowels', vowels(3, 3));
      });
    }
  });

  test('the session is there at the next visit, and Reset forgets it', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    await playground.tab.select('#run-function', 'echo_u8');
    await playground.input('kept');
    // It is stored when nothing has changed for a while.
    await playground.visit.eventually(
      () => globalThis.localStorage.getItem('extism-web-playground') ?? '',
      (json) => expect(json).to.contain('"kept"'),
    );
    await playground.tab.goto(page.url);
    await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    const seen = await playground.tab.evaluate(look);
    expect(seen.chosen).to.equal('echo_u8');
    await playground.callGives('echo_u8', 'kept');
    await playground.tab.click('#reset');
    await playground.ready(['count_vowels']);
    await playground.tab.goto(page.url);
    await playground.callGives('count_vowels', vowels(3, 3));
  });

  test('the version that runs is shown', async (playground) => {
    const { version } = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
    await playground.visit.eventually(
      () => globalThis.document.querySelector('#version')?.textContent,
      (shown) => expect(shown).to.equal(version),
    );
  });

  test('the session is copied as JavaScript that runs, as Rust, for the command line, as Markdown', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.input('"Quotes", \'and\' `more`');
    await playground.tab.click('#share');
    await playground.visit.eventually(code, (text) => expect(text).to.contain("import createPlugin from 'extism-web'"));
    const script = await playground.tab.evaluate(code);
    const folder = await mkdtemp(inRoot('target', 'copied-'));
    try {
      await writeFile(join(folder, 'copied.mjs'), script);
      // Not in step with this process, which serves the plug-in.
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'copied.mjs')]);
      expect(stdout.trim()).to.equal(vowels(6, 6));
    } finally {
      await rm(folder, { recursive: true });
    }
    for (const [tab, text] of [
      ['rust', 'r#""Quotes", \'and\' `more`"#).await'],
      ['shell', "extism call 'count_vowels.wasm' 'count_vowels' --input '\"Quotes\", '\\''and'\\'' `more`'"],
      ['markdown', '[`count_vowels` of count_vowels, run in the extism-web playground](http'],
    ]) {
      await playground.tab.click(`#share-tab-${tab}`);
      await playground.visit.eventually(code, (shown) => expect(shown).to.contain(text));
    }
  });
}
