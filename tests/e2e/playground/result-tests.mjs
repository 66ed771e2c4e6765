// What the page shows of a call: views of the output, the log, calls of host functions, files, errors, times.
import { expect } from 'chai';
import { fixture } from './playground.mjs';
import { cleanTests, servedPage } from './served.mjs';

/** @param {() => import('../visit.mjs').Browser} browser @param {{headers: Record<string, string>, prefix: string}} surface */
export function resultTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  /** Runs a sample as it is set. @param {import('./playground.mjs').Playground} playground @param {string} name */
  async function run(playground, name) {
    await playground.sample(name);
    await playground.run(/^Done/);
  }

  /** Which view is open. Runs in the page. */
  const view = () => globalThis.document.querySelector('output-panel [role=tab][aria-selected=true]')?.id.replace('output-tab-', '');

  test('shows JSON as a tree, numbers as they are written', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.input('{"big": 12345678901234567890, "twice": 1, "twice": 2, "list": [true, null, "text"]}');
    await playground.run(/^Done/);
    await playground.visit.eventually(view, (open) => expect(open).to.equal('json'));
    await playground.sees(({ shown }) => {
      expect(shown).to.contain('12345678901234567890');
      expect(shown.match(/"twice"/g)).to.have.length(2);
      expect(shown).to.contain('null');
    });
    await playground.callGives('echo', 'not JSON', 'not JSON');
    await playground.view('json');
    await playground.sees(({ shown }) => expect(shown).to.contain('cannot be shown as JSON'));
  });

  test('shows bytes in hexadecimal, by pages', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.input('ff fe 00', 'hex');
    await playground.run(/^Done/);
    await playground.visit.eventually(view, (open) => expect(open).to.equal('hex'));
    await playground.sees(({ shown }) => expect(shown).to.match(/000000 +ff fe 00/));
    await playground.view('text');
    await playground.sees(({ shown }) => expect(shown).to.contain('not all UTF-8: the first wrong one is at 0'));
    await playground.tab.evaluate(() => {
      const field = globalThis.document.querySelector('#run-input');
      field.value = '41'.repeat(2000);
      field.dispatchEvent(new globalThis.Event('input', { bubbles: true }));
    });
    await playground.run(/^Done: 2000 bytes/);
    await playground.view('hex');
    await playground.sees(({ shown }) => expect(shown).to.contain('Bytes 0 to 511 of 2000'));
    await playground.tab.click('hex-view .pages button:last-child');
    await playground.sees(({ shown }) => expect(shown).to.contain('Bytes 512 to 1023 of 2000'));
  });

  test('shows an image, and takes one as the input', async (playground) => {
    await run(playground, 'picture');
    const facts = () => globalThis.document.querySelector('#image-facts')?.textContent ?? '';
    await playground.visit.eventually(facts, (text) => expect(text).to.equal('image/png, 360 × 240 pixels'));
    await playground.tab.chooseFile('#run-file', fixture('echo'));
    await playground.tab.select('#run-function', 'edges');
    await playground.run(/^Failed/);
    await playground.sees(({ error }) => expect(error).to.contain('PLUGIN_ERROR'));
    await run(playground, 'mandelbrot');
    await playground.visit.eventually(facts, (text) => expect(text).to.equal('image/bmp, 480 × 320 pixels'));
  });

  /** What is in the frame. Runs in the page. */
  const frame = () => globalThis.document.querySelector('document-view iframe')?.srcdoc ?? '';

  test('shows HTML and Markdown in a frame in which nothing runs, loads or leads away', async (playground) => {
    await run(playground, 'markdown');
    await playground.visit.eventually(frame, (html) => expect(html).to.contain('<h1>A plug-in at work</h1>'));
    const sandbox = await playground.tab.evaluate(() => globalThis.document.querySelector('document-view iframe').getAttribute('sandbox'));
    expect(sandbox).to.equal('');
    await playground.choose(fixture('echo'));
    const evil = [
      '<h1 style="color:red" onclick="alert(1)">Title</h1><script>document.title = "got"</script><style>h1 { color: red }</style>',
      '<img src="https://example.com/x.png" onerror="alert(1)"><img src="data:image/png;base64,AAAA"><link rel="stylesheet" href="x.css">',
      '<a href="javascript:alert(1)">a</a><form action="/"><input></form><iframe src="/"></iframe><svg><script>1</script></svg><base href="https://example.com/">',
    ].join('');
    for (const name of ['html', 'markdown']) {
      await playground.input(evil);
      await playground.run(/^Done/);
      await playground.view(name);
      await playground.visit.eventually(frame, (html) => {
        expect(html).to.contain('<h1>Title</h1>');
        expect(html).to.contain('data:image/png');
        expect(html).to.not.match(/script>|<style|onclick|onerror|https:\/\/example\.com\/x|<link|<form|<iframe|<base|style=/);
      });
    }
    await playground.input('# Heading\n\n*text*');
    await playground.run(/^Done/);
    await playground.view('markdown');
    await playground.visit.eventually(frame, (html) => expect(html).to.contain('<em>text</em>'));
    expect(await playground.tab.evaluate(() => globalThis.document.title)).to.not.equal('got');
  });

  test('tells no output from an empty one', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.call('nothing');
    await playground.sees(({ shown }) => expect(shown).to.contain('The function set no output'));
    await playground.call('empty');
    await playground.sees(({ shown }) => expect(shown).to.contain('The output is empty: 0 bytes'));
  });

  test('saves the output as a file of its type', async (playground) => {
    await run(playground, 'count_vowels');
    const saved = await playground.tab.evaluate(async () => {
      const { document } = globalThis;
      let found;
      const click = globalThis.HTMLAnchorElement.prototype.click;
      globalThis.HTMLAnchorElement.prototype.click = function () {
        found = [this.download, this.href];
      };
      document.querySelector('#output-download').click();
      globalThis.HTMLAnchorElement.prototype.click = click;
      return [found[0], await (await fetch(found[1])).text()];
    });
    expect(saved[0]).to.equal('count_vowels.json');
    expect(JSON.parse(saved[1]).count).to.equal(3);
  });

  test('shows the log by level and text', async (playground) => {
    await playground.choose(fixture('logs'));
    await playground.option('logLevel', 'trace');
    await playground.call('logs', 'a line');
    await playground.show('log');
    await playground.sees(({ log }) => expect(log).to.contain('5 of 5 lines'));
    await playground.tab.select('#log-least', 'warn');
    await playground.sees(({ log }) => {
      expect(log).to.contain('2 of 5 lines');
      expect(log).to.match(/ms ?warn ?a line/);
      expect(log).to.not.match(/ms ?info/);
    });
    await playground.tab.fill('#log-find', 'nowhere');
    await playground.sees(({ log }) => expect(log).to.contain('0 of 5 lines'));
    await playground.tab.click('#log-clear');
    await playground.sees(({ log }) => expect(log).to.contain('No lines'));
  });

  test('shows the calls of host functions', async (playground) => {
    await run(playground, 'notes');
    await playground.run(/^Done/);
    await playground.show('calls');
    await playground.sees(({ calls }) => {
      expect(calls).to.contain('kv_read"notes"');
      expect(calls).to.match(/kv_write"notes", "\d\d:\d\d:\d\d UTC/);
      expect(calls).to.match(/now_ms\d{13}/);
    });
    await playground.show('log');
    await playground.sees(({ log }) => expect(log).to.contain('2 notes'));
    // Without the functions the plug-in cannot be made.
    await playground.check('[data-need=kv]', false);
    await playground.show('output');
    await playground.run(/^Failed/);
    await playground.sees(({ error }) => expect(error).to.contain('LINK'));
  });

  test('shows the files that a plug-in wrote, and what it printed', async (playground) => {
    await run(playground, 'files');
    await playground.show('files');
    await playground.sees(({ files }) => {
      expect(files).to.contain('/data/report.txt');
      expect(files).to.match(/15 in all/);
    });
    await playground.show('log');
    await playground.sees(({ log }) => expect(log).to.contain('/data/haiku.txt: 13 words'));
  });

  test('reaches the hosts that are allowed, and no others', async (playground) => {
    await run(playground, 'fetch');
    await playground.view('text');
    await playground.sees(({ output }) => {
      expect(output).to.contain('status 200');
      expect(output).to.contain('extism-web playground');
    });
    await playground.check('[data-need=http]', false);
    await playground.run(/^Failed/);
    await playground.sees(({ error }) => expect(error).to.contain('HTTP_DENIED'));
  });

  test('links an error to what its code means, with causes and stack', async (playground) => {
    for (const [name, code] of Object.entries({ error: 'PLUGIN_ERROR', exit_code: 'EXIT_CODE', trap: 'TRAP', out_of_bounds: 'TRAP', stack_overflow: 'STACK_OVERFLOW', bad_handle: 'BAD_HANDLE' })) {
      await playground.sample('errors');
      await playground.callFails(name, '', code);
      const row = await playground.tab.evaluate(async () => {
        const { href } = globalThis.document.querySelector('#error-code');
        const text = await (await fetch(href)).text();
        return new globalThis.DOMParser().parseFromString(text, 'text/html').getElementById(new URL(href).hash.slice(1))?.textContent ?? '';
      });
      expect(row).to.contain(code);
    }
    await playground.callFails('trap', '', 'TRAP');
    await playground.sees(({ error }) => expect(error).to.match(/Caused by ?unreachable.*Stack/i));
  });

  test('tells what fetching, compiling, instantiating and calling took', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.call('count_vowels');
    const time = /[\d.]+ ?(µs|ms|s)/.source;
    await playground.sees(({ times }) => expect(times).to.match(new RegExp(`fetch ${time} ?compile ${time} ?instantiate ${time} ?call ${time}`)));
    await playground.call('count_vowels');
    await playground.sees(({ times }) => expect(times).to.match(new RegExp(`^Time ?call ${time}$`)));
  });
}
