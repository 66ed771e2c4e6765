// Calls: once, many times, in a pool; inputs of each kind; options; and how calls are ended.
import { expect } from 'chai';
import { fixture } from './playground.mjs';
import { cleanTests, servedPage } from './served.mjs';

const vowels = (count, total) => JSON.stringify({ count, total, vowels: 'aeiouAEIOU' });

/** @typedef {{headers: Record<string, string>, prefix: string}} Surface */

/** @param {() => import('../visit.mjs').Browser} browser @param {Surface} surface */
export function callTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  for (const worker of [true, false]) {
    describe(worker ? 'in a worker' : 'on the page', () => {
      test('answers, keeps the plug-in from call to call, and starts fresh when told to', async (playground) => {
        await playground.ready(['count_vowels']);
        await playground.option('worker', worker);
        await playground.callGives('count_vowels', vowels(3, 3));
        await playground.callGives('count_vowels', vowels(3, 6));
        await playground.callGives('count_vowels', vowels(5, 11), 'education');
        await playground.callGives('count_vowels', vowels(0, 11), '');
        await playground.tab.click('#renew');
        await playground.callGives('count_vowels', vowels(3, 3), 'Hello, World!');
      });

      test('sends and shows text beyond ASCII as it is', async (playground) => {
        await playground.option('worker', worker);
        await playground.choose(fixture('echo'));
        await playground.callGives('echo', 'naïve ✓ 漢字\nzweite Zeile', 'naïve ✓ 漢字\nzweite Zeile');
      });

      test('shows errors with their codes, and goes on after each', async (playground) => {
        await playground.choose(fixture('fail'));
        await playground.option('worker', worker);
        await playground.input('Hello, World!');
        await playground.callFails('fail', 'the plug-in says no: Hello, World!', 'PLUGIN_ERROR');
        await playground.callGives('ok', 'ok');
        await playground.callFails('fail_code', 'function "fail_code" returned the non-zero exit code 9', 'EXIT_CODE');
        await playground.callGives('ok', 'ok');
        await playground.callFails('panics', 'unreachable', 'TRAP');
        await playground.callGives('ok', 'ok');
      });

      test('recovers from every fault', async (playground) => {
        await playground.choose(fixture('faults'));
        await playground.option('worker', worker);
        const codes = { trap: 'TRAP', recurse: 'STACK_OVERFLOW', div_zero: 'TRAP', oob: 'TRAP', bad_error: 'BAD_HANDLE', returns_7: 'EXIT_CODE', error_then_trap: 'PLUGIN_ERROR' };
        for (const [name, code] of Object.entries(codes)) {
          await playground.callFails(name, '', code);
          await playground.call('no_result');
          await playground.sees((seen) => {
            expect(seen.error).to.equal('');
            expect(seen.shown).to.match(/no output/i);
          });
        }
      });
    });
  }

  test('takes the input in hexadecimal, and says what is wrong with it', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.input('68 65 0x6c,6C 6f', 'hex');
    await playground.callGives('echo', 'hello');
    for (const [text, error] of [['6', 'it has 1 digits, and a byte takes two'], ['6g', '"g" is no digit']]) {
      await playground.tab.fill('#run-input', text);
      await playground.callFails('echo', error, '');
    }
  });

  test('takes a file as the input', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.tab.click('input[name=input-kind][value=file]');
    await playground.there('#run-file');
    await playground.callFails('echo', 'Choose a file for the input', '');
    await playground.tab.chooseFile('#run-file', page.textFile);
    await playground.sees(() => undefined);
    await playground.callGives('echo', 'This is a text, whatever its name says.\n');
  });

  test('takes JSON in an editor, and refuses what is none', async (playground) => {
    await playground.choose(fixture('echo'));
    await playground.tab.click('input[name=input-kind][value=json]');
    await playground.there('#run-json');
    const shadow = () => Boolean(globalThis.document.querySelector('#run-json')?.shadowRoot?.querySelector('.cm-content'));
    await playground.visit.eventually(shadow, (there) => expect(there).to.equal(true));
    const put = (text) => globalThis.document.querySelector('#run-json').shadowRoot.querySelector('.cm-content').focus() ?? text;
    await playground.tab.evaluate(put);
    await playground.tab.press('Control+a');
    await playground.tab.type('[1,2');
    await playground.callFails('echo', 'The input is not JSON', '');
    await playground.tab.evaluate(put);
    await playground.tab.press('Control+End');
    await playground.tab.type(',3]');
    await playground.callGives('echo', '[1,2,3]');
  });

  test('runs and cancels by keys', async (playground) => {
    await playground.choose(fixture('endless'));
    await playground.option('timeoutMs', '');
    await playground.tab.select('#run-function', 'forever');
    await playground.tab.press('Control+Enter');
    await playground.sees((seen) => expect(seen.cancelable).to.equal(true));
    await playground.tab.press('Escape');
    await playground.ended(/^Canceled$/);
  });

  test('calls many times, with statistics', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.tab.click('input[name=run-mode][value=many]');
    await playground.tab.fill('#run-times', '500');
    await playground.callGives('count_vowels', vowels(3, 1500));
    await playground.sees((seen) => {
      expect(seen.statistics).to.match(/p50/);
      expect(seen.statistics).to.match(/p95/);
      expect(seen.statistics).to.match(/calls per second/i);
      expect(seen.statistics).to.contain('500');
    });
  });

  test('calls in a pool, where each worker has its own variables', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.tab.click('input[name=run-mode][value=pool]');
    await playground.tab.fill('#run-times', '40');
    await playground.tab.fill('#run-workers', '2');
    await playground.call('count_vowels');
    await playground.sees((seen) => {
      expect(seen.error).to.equal('');
      expect(seen.statistics).to.contain('40');
    });
  });

  test('passes on config', async (playground) => {
    await playground.sample('greeting');
    const seen = await playground.tab.evaluate(() => [...globalThis.document.querySelectorAll('[id^=config-][id$=-key]')].map((field) => field.value));
    expect(seen).to.not.deep.equal([]);
    await playground.tab.evaluate(() => {
      globalThis.document.querySelector('options-form details').open = true;
    });
    await playground.tab.fill('#config-0-value', 'Zoë');
    await playground.tab.press('Tab');
    await playground.run(/^Done/);
    await playground.view('text');
    await playground.sees(({ output }) => expect(output).to.contain('Zoë'));
  });
}

const endless = ['forever', 'set_forever', 'set', 'get'];

/** @param {() => import('../visit.mjs').Browser} browser @param {Surface} surface */
export function workerTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  test('ends a call that takes longer than the time limit; vars stay', async (playground) => {
    await playground.choose(fixture('endless'));
    await playground.ready(endless);
    await playground.call('set', '7');
    await playground.option('timeoutMs', '100');
    await playground.callFails('forever', 'function "forever" took longer than', 'TIMEOUT');
    await playground.option('timeoutMs', '5000');
    await playground.callGives('get', '7');
  });

  test('stays responsive during an endless call, which the button ends', async (playground) => {
    await playground.choose(fixture('endless'));
    await playground.ready(endless);
    await playground.option('timeoutMs', '');
    for (let round = 0; round < 2; round++) {
      await playground.begin('forever');
      await playground.tab.fill('#run-input', `round ${round}`);
      await playground.visit.eventually(
        () => globalThis.document.getElementById('run-input').value,
        (text) => expect(text).to.equal(`round ${round}`),
      );
      await playground.tab.click('#cancel');
      await playground.ended(/^Canceled$/);
      await playground.callGives('get', '0');
    }
  });

  test('takes another plug-in during an endless call', async (playground) => {
    await playground.choose(fixture('endless'));
    await playground.ready(endless);
    await playground.option('timeoutMs', '');
    await playground.begin('forever');
    await playground.sample('count_vowels');
    await playground.callGives('count_vowels', vowels(3, 3));
  });

  test('cancels many calls between two of them', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.tab.click('input[name=run-mode][value=many]');
    await playground.tab.fill('#run-times', '1000000');
    await playground.begin('count_vowels');
    await playground.tab.press('Escape');
    await playground.ended(/^Canceled$/);
  });
}
