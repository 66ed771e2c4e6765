// Plug-ins from everywhere, and what the page says of them before anything runs.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { samples } from '../../../www/samples/index.js';
import { fixture, look } from './playground.mjs';
import { cleanTests, servedPage } from './served.mjs';

/** Drops a file of the server on the page. Runs in the page. */
async function drop([url, name]) {
  const bytes = await (await fetch(url)).arrayBuffer();
  const transfer = new globalThis.DataTransfer();
  transfer.items.add(new globalThis.File([bytes], name));
  for (const type of ['dragenter', 'dragover', 'drop']) {
    globalThis.document.body.dispatchEvent(new globalThis.DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}

const hello = ['count_vowels'];

/** @param {() => import('../visit.mjs').Browser} browser @param {{headers: Record<string, string>, prefix: string}} served */
export function loadTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  test('begins with a sample, and says what it is', async (playground) => {
    await playground.ready(hello);
    const bytes = await readFile(fixture('count_vowels'));
    const hash = createHash('sha256').update(bytes).digest('hex');
    await playground.sees((seen) => {
      expect(seen.facts).to.contain(hash);
      expect(seen.facts).to.contain('KiB');
      expect(seen.facts).to.match(/extism:host\/env alloc ?function ?\(i64\) -> i64/);
      expect(seen.facts).to.match(/count_vowels ?function ?\(\) -> i32/);
      expect(seen.facts).to.match(/memory ?memory ?\d+ (or more|to \d+) pages/);
    });
  });

  for (const { name, functions } of samples) {
    test(`loads the sample ${name}, with its source`, async (playground) => {
      await playground.sample(name);
      const seen = await playground.tab.evaluate(look);
      expect(seen.functions).to.have.members(Object.keys(functions));
      const source = await playground.tab.evaluate(async () => {
        const response = await fetch(globalThis.document.querySelector('plugin-source a').href);
        return [response.status, (await response.text()).length];
      });
      expect(source[0]).to.equal(200);
      expect(source[1]).to.be.above(50);
    });
  }

  test('loads from a URL, absolute or relative to the page', async (playground) => {
    for (const url of [page.at('/fixtures/echo.wasm'), '/fixtures/fail.wasm']) {
      await playground.sourceKind('url');
      await playground.tab.fill('#source-url', url);
      await playground.tab.press('Enter');
      await playground.ready(url.includes('echo') ? ['echo', 'echo_u8', 'nothing', 'empty'] : ['fail', 'fail_code', 'panics', 'ok']);
    }
  });

  test('tells the bytes of a download as they come', async (playground) => {
    await playground.sourceKind('url');
    await playground.tab.fill('#source-url', page.at('/slow.wasm'));
    await playground.tab.press('Enter');
    const progress = () => globalThis.document.querySelector('#source-progress')?.textContent ?? '';
    await playground.visit.eventually(progress, (text) => expect(text).to.match(/^[\d.]+ (B|KiB) of [\d.]+ KiB$/));
    await playground.ready(hello);
  });

  test('takes a plug-in that is dropped anywhere', async (playground) => {
    await playground.ready(hello);
    await playground.tab.evaluate(drop, [page.at('/fixtures/echo.wasm'), 'echo.wasm']);
    await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    await playground.sees((seen) => expect(seen.facts).to.contain('echo.wasm'));
  });

  test('says so when a file is no WebAssembly, and takes another', async (playground) => {
    await playground.ready(hello);
    await playground.choose(page.textFile);
    await playground.refuses(/notes\.wasm is not a WebAssembly module/);
    await playground.choose(fixture('fail'));
    await playground.ready(['fail', 'fail_code', 'panics', 'ok']);
    await playground.choose(page.textFile);
    await playground.refuses(/notes\.wasm is not a WebAssembly module/);
    await playground.sample('count_vowels');
    await playground.ready(hello);
  });

  it('says so when a URL leads nowhere', async () => {
    const { playground } = page;
    for (const [url, error] of [
      ['/fixtures/nobody.wasm', /nobody\.wasm could not be downloaded: status 404/],
      ['http://', /"http:\/\/" is not a URL/],
    ]) {
      await playground.sourceKind('url');
      await playground.tab.fill('#source-url', url);
      await playground.tab.press('Enter');
      await playground.refuses(/** @type {RegExp} */ (error));
    }
    await playground.sample('count_vowels');
  });

  describe('a manifest', () => {
    /** Replaces what is in the editor. Runs in the page. */
    const edit = (text) => {
      globalThis.document.querySelector('code-editor').text = text;
    };

    /** @param {import('./playground.mjs').Playground} playground @param {unknown} manifest JSON, or text as it is */
    async function loadManifest(playground, manifest) {
      await playground.sourceKind('manifest');
      await playground.visit.eventually(
        () => Boolean(globalThis.document.querySelector('code-editor')?.shadowRoot?.querySelector('.cm-content')),
        (there) => expect(there).to.equal(true),
      );
      await playground.tab.evaluate(edit, typeof manifest === 'string' ? manifest : JSON.stringify(manifest, null, 2));
      await playground.tab.click('plugin-source button');
    }

    /** The text of the line that has an error. Runs in the page. */
    const markedLine = () => globalThis.document.querySelector('code-editor').shadowRoot.querySelector('.cm-lintRange-error')?.closest('.cm-line')?.textContent ?? '';

    test('is edited and loaded, several modules and config included', async (playground) => {
      const url = page.at('/fixtures/link_main.wasm');
      await loadManifest(playground, { wasm: [{ url: page.at('/fixtures/link_side.wasm'), name: 'side' }, { url }] });
      await playground.sees((seen) => {
        expect(seen.loadError).to.equal('');
        expect(seen.facts).to.contain('side');
        expect(seen.facts).to.contain('main (main)');
        expect(seen.callable).to.equal(true);
      });
    });

    it('with an error is refused, and the error shown at its line', async () => {
      const { playground } = page;
      await playground.ready(hello);
      const good = { url: page.at('/fixtures/echo.wasm') };
      await loadManifest(playground, { wasm: [{ ...good, name: 'one' }, { ...good, hash: '00' }] });
      await playground.refuses(/has the SHA-256 [0-9a-f]{64}, and the manifest demands 00/);
      await playground.visit.eventually(markedLine, (line) => expect(line).to.contain('"hash": "00"'));
      await loadManifest(playground, { wasm: [{ path: 'plugin.wasm' }] });
      await playground.refuses(/manifest\.wasm\[0\]\.path names a file/);
      await playground.visit.eventually(markedLine, (line) => expect(line).to.contain('"path"'));
      await loadManifest(playground, '{\n  "wasm": [\n    nonsense\n  ]\n}');
      await playground.refuses(/The manifest is not JSON/);
      await playground.visit.eventually(markedLine, (line) => expect(line).to.contain('nonsense'));
      await loadManifest(playground, { wasm: [good] });
      await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    });

    test('may be what a URL leads to', async (playground) => {
      const manifest = JSON.stringify({ wasm: [{ url: page.at('/fixtures/echo.wasm') }] });
      await playground.sourceKind('url');
      await playground.tab.fill('#source-url', `data:application/json,${encodeURIComponent(manifest)}`);
      await playground.tab.press('Enter');
      await playground.ready(['echo', 'echo_u8', 'nothing', 'empty']);
    });
  });

  describe('what a plug-in needs', () => {
    test('is read off its imports, granted, and can be denied', async (playground) => {
      await playground.choose(fixture('wasi_rust'));
      await playground.sees((seen) => expect(seen.needs).to.deep.include(['wasi', true]));
      await playground.check('[data-need=wasi]', false);
      await playground.run(/^Failed/);
      await playground.sees((seen) => {
        expect(seen.error).to.match(/wasi/i);
        expect(seen.error).to.contain('LINK');
      });
      await playground.check('[data-need=wasi]', true);
      await playground.tab.click('#run');
      await playground.sees((seen) => expect(seen.error).to.not.contain('LINK'));
    });

    test('may be a function that the page does not have, which is answered with 0 if the person wants', async (playground) => {
      await playground.choose(fixture('missing_import'));
      await playground.sees((seen) => expect(seen.needs).to.deep.equal([['nowhere.thing', true]]));
      await playground.check('[data-need="nowhere.thing"]', false);
      await playground.run(/^Failed/);
      await playground.sees((seen) => expect(seen.error).to.contain('cannot resolve import "nowhere" "thing"'));
    });
  });
}
