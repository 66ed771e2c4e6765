import { expect } from 'chai';
import { EXPORTS, kernelBytes } from './kernel.js';

const SECTION = { custom: 0, import: 2, table: 4, memory: 5, global: 6, start: 8, elements: 9, code: 10, data: 11, dataCount: 12 };

/** The sections of a module: the bytes of each, by its number. */
function sections(bytes) {
  const found = new Map();
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at++];
    const [size, start] = leb(bytes, at);
    expect(found.has(id), `section ${id} twice`).to.equal(false);
    found.set(id, bytes.subarray(start, start + size));
    at = start + size;
  }
  return found;
}

/** An unsigned LEB128 number, and where it ends. */
function leb(bytes, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

describe('the kernel module', () => {
  let bytes;
  let module;

  before(async () => {
    bytes = await kernelBytes();
    module = await WebAssembly.compile(bytes);
  });

  it('is small', () => {
    expect(bytes.length).to.be.within(1, 4608);
  });

  it('imports its memory and nothing else', () => {
    expect(WebAssembly.Module.imports(module)).to.deep.equal([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('exports just what is listed, all functions', () => {
    const exports = WebAssembly.Module.exports(module);
    expect(exports.map(({ name }) => name).sort()).to.deep.equal(Object.keys(EXPORTS).sort());
    expect(new Set(exports.map(({ kind }) => kind))).to.deep.equal(new Set(['function']));
  });

  it('has functions of the listed types', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    for (const [name, parameters] of Object.entries(EXPORTS)) {
      expect(exports[name].length, name).to.equal(parameters.length);
      const result = exports[name](...parameters.map((bits) => (bits === 64 ? 0n : 0)));
      const none = ['free', 'store_u8', 'store_u32', 'store_u64', 'output_set', 'error_set', 'host_input_truncate', 'host_reset', 'host_free', 'host_discard', 'host_raise_watermark'];
      const small = name.startsWith('host_') || /load_u(8|32)$/.test(name);
      expect(typeof result, name).to.equal(none.includes(name) ? 'undefined' : small ? 'number' : 'bigint');
    }
  });

  it('keeps no state of its own: no data, globals, tables or start function', () => {
    const found = sections(bytes);
    for (const name of ['data', 'dataCount', 'global', 'table', 'elements', 'memory', 'start', 'custom']) {
      expect(found.has(SECTION[name]), name).to.equal(false);
    }
    expect(found.has(SECTION.code)).to.equal(true);
  });

  it('asks for one page at first, at most 4 GiB, private', () => {
    const found = sections(bytes).get(SECTION.import);
    const text = (string) => [string.length, ...new TextEncoder().encode(string)];
    const memory = 2;
    const privateWithMaximum = 1;
    const maximum = [0x80, 0x80, 4]; // 65536
    expect([...found]).to.deep.equal([1, ...text('env'), ...text('memory'), memory, privateWithMaximum, 1, ...maximum]);
  });

  it('does nothing to the memory when it is instantiated', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    new WebAssembly.Instance(module, { env: { memory } });
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).to.equal(true);
  });
});
