// The memory view: kernel memory after a call and at any event of it.
import { expect } from 'chai';
import { cleanTests, servedPage } from './served.mjs';

/** @param {() => import('../visit.mjs').Browser} browser @param {{headers: Record<string, string>, prefix: string}} surface */
export function memoryTests(browser, { headers, prefix }) {
  const page = servedPage(browser, headers, { prefix });
  const test = cleanTests(page);

  const event = () => globalThis.document.querySelector('#timeline-now')?.textContent ?? '';
  /** The blocks of the map and of the table, by address. Runs in the page. */
  const blocks = () => {
    const { document } = globalThis;
    const rows = [...document.querySelectorAll('memory-blocks tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent.trim()));
    return { rows, drawn: [...new Set([...document.querySelectorAll('memory-map rect[data-block]')].map((rect) => Number(rect.dataset.block)))] };
  };

  for (const worker of [true, false]) {
    describe(worker ? 'of a plug-in in a worker' : 'of a plug-in on the page', () => {
      test('shows every block with what it is for, in a map and in a table', async (playground) => {
        await playground.sample('abi_tour');
        await playground.option('worker', worker);
        await playground.run(/^Done/);
        await playground.show('memory');
        await playground.visit.eventually(blocks, ({ rows, drawn }) => {
          const kinds = rows.map(([, what, , state]) => `${what} ${state}`);
          expect(kinds).to.include.members(['Input in use', 'Output in use', 'Config in use', 'Plug-in freed']);
          expect(drawn).to.have.members(rows.map(([address]) => Number(address)));
        });
        await playground.sees(({ memory }) => {
          expect(memory).to.match(/High-water mark ?0x[0-9a-f]+/);
          expect(memory).to.match(/Limit ?none/);
          expect(memory).to.match(/page to kernel: → [\d.]+ (B|KiB)/);
        });
        expect(await playground.tab.evaluate(event)).to.match(/^(\d+) of \1: The call ended, with an output$/);
      });

      test('shows memory as it was at any event, and what a block held', async (playground) => {
        await playground.sample('abi_tour');
        await playground.option('worker', worker);
        await playground.run(/^Done/);
        await playground.show('memory');
        await playground.there('memory-blocks button');
        // The output is written in one go.
        await playground.tab.evaluate(() => {
          const rows = [...globalThis.document.querySelectorAll('memory-blocks tbody tr')];
          rows.find((row) => row.textContent.includes('Output')).querySelector('button').click();
        });
        const text = () => globalThis.document.querySelector('#memory-block-text')?.textContent ?? '';
        await playground.visit.eventually(text, (shown) => expect(shown).to.equal('LOOK INTO THE MEMORY'));
        // Back to the beginning: there is nothing but the input.
        await playground.tab.evaluate(() => {
          const slider = globalThis.document.querySelector('#timeline-slider');
          slider.value = '0';
          slider.dispatchEvent(new globalThis.Event('input', { bubbles: true }));
        });
        await playground.visit.eventually(event, (shown) => expect(shown).to.match(/^1 of \d+: The call began, with 20 B of input at 0x/));
        await playground.visit.eventually(blocks, ({ rows }) => expect(rows.map(([, what]) => what)).to.deep.equal(['Input']));
        await playground.tab.click('#timeline-next');
        await playground.visit.eventually(event, (shown) => expect(shown).to.match(/^2 of /));
        await playground.tab.select('#timeline-filter', 'host');
        const listed = () => [...globalThis.document.querySelectorAll('memory-timeline li')].map((row) => row.textContent);
        await playground.visit.eventually(listed, (rows) => {
          expect(rows).to.have.length(4);
          expect(rows[0]).to.contain('Called config_get(0x');
          expect(rows[3]).to.contain('Called log_info(0x');
        });
        await playground.tab.click('memory-timeline li button');
        await playground.visit.eventually(event, (shown) => expect(shown).to.contain('Called config_get'));
      });
    });
  }

  test('says what to do where nothing is traced, and traces when told to', async (playground) => {
    await playground.ready(['count_vowels']);
    await playground.call('count_vowels');
    await playground.show('memory');
    await playground.there('#enable-tracing');
    await playground.tab.click('#enable-tracing');
    await playground.sees(({ memory }) => expect(memory).to.contain('Run the plug-in'));
    await playground.tab.click('#run');
    await playground.sees(({ memory }) => expect(memory).to.contain('The call ended, with an output'));
  });

  test('shows where a call trapped, and is bounded for one that does too much', async (playground) => {
    await playground.sample('errors');
    await playground.option('trace', true);
    await playground.callFails('trap', '', 'TRAP');
    await playground.show('memory');
    await playground.sees(({ memory }) => expect(memory).to.contain('The plug-in trapped'));
    await playground.sample('endless');
    await playground.tab.select('#run-function', 'fill_memory');
    await playground.run(/^Failed/);
    await playground.sees(({ memory }) => expect(memory).to.contain('and got none'));
    await playground.sees(({ memory }) => expect(memory).to.match(/Limit ?16 MiB/));
    await playground.option('timeoutMs', '100');
    await playground.tab.select('#run-function', 'forever');
    await playground.run(/^Failed/);
    await playground.sees(({ memory }) => expect(memory).to.contain('There is no trace of this run'));
  });
}
