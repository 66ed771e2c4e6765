import { expect } from 'chai';
import { inWorker } from '../../support/fixtures.js';
import { make, rejection } from '../../support/plugin.js';
import { host } from './host.js';

const texts = ['', 'a', 'grüße 🌍', '\u0000', 'x'.repeat(341), 'ü'.repeat(341), 'x'.repeat(342), '\ud800 alone', '€'.repeat(70_000), 'y'.repeat(87_381), 'y'.repeat(87_382), 'z'.repeat(300_000), 'ü'.repeat(300_000), 'short'];

/** What becomes of text as UTF-8. */
const whole = (text) => new TextDecoder().decode(new TextEncoder().encode(text));

describe('text of every length', () => {
  it('goes in and comes out, one after the other', async () => {
    const plugin = await make('echo');
    for (let round = 0; round < 2; round += 1) {
      for (const text of texts) expect((await plugin.call('echo', text))?.text() ?? '', `${text.length} letters`).to.equal(whole(text));
    }
  });

  it('goes in while other calls are on their way', async () => {
    const plugins = await Promise.all(Array.from({ length: 3 }, () => make('echo')));
    for (const plugin of plugins) await plugin.call('echo', 'first');
    const calls = texts.flatMap((text, at) => [plugins[at % 3].call('echo', text)].map((promise) => promise.then((output) => [text, output?.text() ?? ''], () => undefined)));
    for (const outcome of await Promise.all(calls)) if (outcome !== undefined) expect(outcome[1]).to.equal(whole(outcome[0]));
  });

  it('is stored by host functions, and set as vars, without one taking the place of another', async () => {
    let blocks;
    const plugin = await make('host_fns', {
      config: {},
      memory: { maxVarBytes: 4_000_000 },
      functions: host({
        handle: (context, at) => {
          const handles = texts.map((text) => context.store(text));
          texts.forEach((text, index) => context.setVariable(`v${index}`, text));
          blocks = handles.map((handle) => context.read(handle).text());
          texts.forEach((text, index) => expect(context.getVariable(`v${index}`).text(), `var of ${text.length} letters`).to.equal(whole(text)));
          return at;
        },
      }),
    });
    expect((await plugin.call('handle', 'input')).text()).to.equal('input');
    expect(blocks).to.deep.equal(texts.map(whole));
  });

  if (!inWorker) {
    it('is the input of a call before which the plug-in starts anew, whatever that stores', async () => {
      const i32 = (context, value) => {
        context.store('999');
        return value;
      };
      const plugin = await make('host_start', { functions: { host: { i32 } } });
      for (let round = 0; round < 3; round += 1) {
        expect(() => plugin.callSync('trap')).to.throw('unreachable');
        expect(plugin.callSync('call', '123').text()).to.equal('123');
        await rejection(plugin.call('trap'));
        expect((await plugin.call('call', '123')).text()).to.equal('123');
      }
    });
  }
});
