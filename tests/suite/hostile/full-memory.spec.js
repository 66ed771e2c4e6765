// The memory that the host itself works in, full: its module is given a maximum that is soon reached. Errors say so, what there
// is goes on to work, and once something is closed all works again.
import { expect } from 'chai';
import { fixtureBytes, repositoryBytes } from '../../support/fixtures.js';
import { id, leb, raw } from '../../support/wasm-binary.js';

const FULL = "the host's memory is full";

/** More than any of these memories has room for. */
const PLENTY = 2000;

/** A module whose memory can grow by so many pages, and no more. @param {Uint8Array} module */
function limited(module, pages) {
  const number = (/** @type {number} */ at) => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      value += (module[at] & 127) * factor;
      if (module[at++] < 128) return { value, at };
    }
  };
  for (let start = 8; start < module.length; ) {
    const size = number(start + 1);
    const end = size.at + size.value;
    if (module[start] === id.memories) {
      const [count, flags] = module.subarray(size.at, size.at + 2);
      if (count !== 1 || flags !== 0) throw new Error('the memory is not one without a maximum');
      const { value: initial } = number(size.at + 2);
      const section = raw(id.memories, [1, 1, ...leb(initial), ...leb(initial + pages)]);
      return new Uint8Array([...module.subarray(0, start), ...section, ...module.subarray(end)]);
    }
    start = end;
  }
  throw new Error('the module has no memory');
}

/** Copies of the package by the pages that they have. Each lives as long as the page, with a memory, so there are few. @type {Map<number, any>} */
const copies = new Map();

/** A copy of the package of its own, in so many pages more than it begins with. @param {number} pages */
async function host(pages) {
  if (copies.has(pages)) return copies.get(pages);
  const url = new URL(`../../../pkg/module.js?full=${pages}`, import.meta.url).href;
  const copy = await import(url);
  await copy.initialize(limited(await repositoryBytes('pkg/extism_web_bg.wasm'), pages));
  copies.set(pages, copy);
  return copy;
}

/** As many kernels as a copy keeps for plug-ins to come, at least. */
const SPARES = 8;

/** Takes the kernels that a copy keeps: the page has room for few memories. */
async function letGo({ compile }) {
  const compiled = await compile(await fixtureBytes('echo'));
  const plugins = [];
  for (let count = 0; count < SPARES; count++) plugins.push(await compiled.instantiate());
  // What somebody may have a hold of is kept for nobody.
  for (const plugin of plugins) expect(await plugin.getInstance()).to.be.instanceOf(WebAssembly.Instance);
  for (const plugin of plugins) await plugin.close();
}

/**
 * Does something until there is no room for it; how often it could be done.
 * @param {() => unknown} work
 */
async function untilFull(work) {
  for (let done = 0; done < PLENTY; done++) {
    try {
      await work();
    } catch (error) {
      expect(error).to.include({ code: 'MEMORY_LIMIT', message: FULL });
      return done;
    }
  }
  throw new Error(`there was room for ${PLENTY}`);
}

const entries = (count, length) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${index}`, 'x'.repeat(length)]));

/** Settings of few large parts or of many small ones, so that a few plug-ins take all room: Chromium has no room for the memories of many.
 * What needs the most room in one piece comes first: memory that was taken bit by bit stays in such bits. */
const settings = {
  'many short values': { config: entries(800, 10) },
  'many hosts': { allowedHosts: Array.from({ length: 400 }, (_, index) => `host-${index}.example`) },
  'long keys': { config: Object.fromEntries(['a', 'b'].map((letter) => [letter.repeat(20_000), 'value'])) },
};

describe('full host memory', function () {
  this.timeout(120_000);

  after(async () => {
    for (const copy of copies.values()) await letGo(copy);
  });

  for (const [name, options] of Object.entries(settings)) {
    for (const pages of [5, 7, 9]) {
      it(`of ${pages} pages lets no plug-in with ${name} be made, and no other is lost`, async () => {
        const { compile } = await host(pages);
        const compiled = await compile(await fixtureBytes('count_vowels'));
        let plugins = [];
        const fill = () => untilFull(async () => plugins.push(await compiled.instantiate(options)));
        const most = await fill();
        expect(most).to.be.above(0);
        // Nothing is left of what there was no room for.
        for (let times = 0; times < 20; times++) expect(await fill()).to.be.at.most(1);
        for (const plugin of plugins) {
          await plugin.call('count_vowels', 'hello').then(
            (output) => expect(output.json().count).to.equal(2),
            (error) => expect(error).to.include({ code: 'MEMORY_LIMIT', message: FULL }),
          );
        }
        for (const plugin of plugins) await plugin.close();
        plugins = [];
        expect(await fill()).to.be.at.least(Math.floor(most / 2)).and.above(0);
        const last = plugins.pop();
        for (const plugin of plugins) await plugin.close();
        expect((await last.call('count_vowels', 'hello')).json().count).to.equal(2);
        await last.close();
      });
    }
  }

  it('takes no more vars, and keeps those it has', async () => {
    const { default: createPlugin } = await host(6);
    const names = [];
    const functions = {
      host: {
        handle(context, at) {
          const name = `${names.length} ${'n'.repeat(1000)}`;
          context.setVariable(name, 'value');
          names.push(name);
          expect(context.getVariable(names[0]).text()).to.equal('value');
          return at;
        },
      },
    };
    const plugin = await createPlugin(await fixtureBytes('endure'), { functions, memory: { maxVarBytes: Infinity } });
    expect(await untilFull(() => plugin.call('work', 'x'))).to.be.above(50);
    await plugin.close();
    names.length = 0;
    const next = await createPlugin(await fixtureBytes('endure'), { functions });
    await next.call('work', 'x');
    expect(names).to.have.lengthOf(1);
    await next.close();
  });

  it('takes no text that it has no room for, wherever that is', async () => {
    const { default: createPlugin, compile } = await host(6);
    const text = 'x'.repeat(500_000);
    const data = await fixtureBytes('count_vowels');
    const plugin = await createPlugin(data);
    const plenty = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key ${index}`, 'x']));
    for (const given of [
      { wasm: [{ url: text }] },
      { wasm: [{ data, name: text }] },
      { wasm: [{ data }], config: { key: text } },
      { wasm: [{ data }], config: { [text]: 'value' } },
      { wasm: [{ data }], config: plenty },
      { wasm: [{ data }], allowedHosts: [text] },
      { wasm: [{ data }], allowedHosts: Object.keys(plenty) },
      { wasm: [{ data }], [text]: 1 },
      { wasm: [{ data }], ...plenty },
    ]) {
      expect(await untilFull(() => compile(given))).to.equal(0);
      expect(await untilFull(() => createPlugin(given))).to.equal(0);
    }
    for (const options of [{ config: { key: text } }, { config: plenty }, { allowedHosts: [text] }, { logLevel: text }, plenty]) {
      expect(await untilFull(() => createPlugin(data, options))).to.equal(0);
    }
    expect(await untilFull(() => plugin.call(text))).to.equal(0);
    expect((await plugin.call('count_vowels', text)).json().count).to.equal(0);
    await plugin.close();
  });
});
