import { expect } from 'chai';
import { PluginError } from 'extism-web';
import * as rewriter from '../../../js/rewriter.js';
import { fixtureBytes } from '../../support/fixtures.js';

/** The bytes of a section: its id, its length, its content. */
const section = (id, ...content) => [id, content.length, ...content];
const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const module = (...sections) => Uint8Array.from([...magic, ...sections.flat()]);

const oneType = section(1, 1, 0x60, 2, 0x7f, 0x7e, 1, 0x7d);
const oneImport = section(2, 1, 1, 0x6d, 1, 0x66, 0, 0);
const oneMemory = section(5, 1, 0, 1);

describe('what reads modules before they are compiled', () => {
  before(() => rewriter.start());

  it('tells the types of imported functions', () => {
    expect([...rewriter.signatures(module(oneType, oneImport))]).to.deep.equal([0x7f, 0x7e, 0, 0x7d, 0]);
    expect([...rewriter.signatures(module(oneType))], 'no imports').to.deep.equal([]);
    expect([...rewriter.signatures(module())], 'nothing').to.deep.equal([]);
  });

  it('tells those of real plug-ins, one for each function', async () => {
    for (const name of ['count_vowels', 'greet_as', 'host_fns', 'wasi_rust']) {
      const bytes = await fixtureBytes(name);
      const functions = WebAssembly.Module.imports(await WebAssembly.compile(bytes)).filter(({ kind }) => kind === 'function');
      const zeros = rewriter.signatures(new Uint8Array(bytes)).filter((byte) => byte === 0);
      expect(zeros, name).to.have.length(2 * functions.length);
    }
  });

  it('tells what gives memories a maximum', () => {
    const bytes = module(oneType, oneMemory);
    const limits = rewriter.limits(bytes, 300);
    const view = new DataView(limits.buffer);
    expect([view.getUint32(0, true), view.getUint32(4, true)]).to.deep.equal([bytes.length - oneMemory.length, bytes.length]);
    expect([...limits.subarray(8)]).to.deep.equal(section(5, 1, 1, 1, 0xac, 2));
  });

  it('gives nothing for what it does not understand', () => {
    const odd = {
      'a type of another form': module(section(1, 1, 0x5f, 0)),
      'an import of a type that is not there': module(oneImport),
      'a section that breaks off': module(section(1, 5, 0x60)),
    };
    for (const [what, bytes] of Object.entries(odd)) expect(rewriter.signatures(bytes), what).to.equal(undefined);
    expect(rewriter.limits(module(section(5, 1, 8, 1, 0)), 5), 'pages of another size').to.equal(undefined);
    for (const bytes of [new Uint8Array(0), Uint8Array.from([...magic, 1, 0xff, 0xff, 0xff, 0xff, 0x0f]), new Uint8Array(100_000).fill(0xff)]) {
      expect([...rewriter.signatures(bytes)], `${bytes.length} bytes without a section`).to.deep.equal([]);
    }
  });

  it('works again after it failed, and after a module with a large section', () => {
    const broken = {
      length: 100,
      subarray() {
        throw new RangeError('no');
      },
    };
    for (let i = 0; i < 2; i += 1) {
      expect(() => rewriter.signatures(broken)).to.throw(PluginError, 'no room to read a module').with.property('code', 'MEMORY_LIMIT');
      const content = 20 * 2 ** 20;
      const large = new Uint8Array(8 + 5 + content);
      large.set([...magic, 1, (content & 127) | 128, ((content >> 7) & 127) | 128, ((content >> 14) & 127) | 128, content >> 21]);
      expect([...rewriter.signatures(large)], 'a section of types that has none').to.deep.equal([]);
      expect([...rewriter.signatures(module(oneType, oneImport))]).to.have.length(5);
    }
  });
});
