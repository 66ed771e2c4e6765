import { expect } from 'chai';
import { engine, isolated } from '../../support/fixtures.js';
import { Kernel, kernelBytes } from './kernel.js';

/** The module for a shared memory: the limits flag of its import is 3 instead of 1. */
function forSharedMemory(bytes) {
  const text = [3, ...new TextEncoder().encode('env'), 6, ...new TextEncoder().encode('memory'), 2, 1];
  const patched = bytes.slice();
  const at = patched.findIndex((_, start) => text.every((byte, i) => patched[start + i] === byte));
  expect(at).to.be.above(0);
  patched[at + text.length - 1] = 3;
  return patched;
}

const privateMemory = () => new WebAssembly.Memory({ initial: 1, maximum: 100 });

/** Browsers hide `SharedArrayBuffer` from pages that are not isolated, but let them make shared memories. */
const sharedMemory = () => new WebAssembly.Memory({ initial: 1, maximum: 100, shared: true });

describe('the kernel: two instances over one memory', () => {
  const kinds = [
    { name: 'private', memory: privateMemory, bytes: (bytes) => bytes },
    { name: 'shared', memory: sharedMemory, bytes: forSharedMemory },
  ];
  for (const kind of kinds) {
    describe(`${kind.name} memory`, () => {
      let one;
      let two;

      beforeEach(async () => {
        const module = await WebAssembly.compile(kind.bytes(await kernelBytes()));
        const memory = kind.memory();
        one = new Kernel(module, memory);
        two = new Kernel(module, memory);
      });

      it('are one kernel', () => {
        const input = one.begin([1, 2, 3]);
        expect(two.exports.input_length()).to.equal(3n);
        const a = two.exports.alloc(100n);
        const b = one.exports.alloc(100n);
        expect(b > a).to.equal(true);
        one.exports.store_u64(a, 42n);
        expect(two.exports.load_u64(a)).to.equal(42n);
        two.exports.output_set(a, 8n);
        two.exports.error_set(b);
        expect([one.exports.host_output_offset(), one.exports.host_output_length()]).to.deep.equal([Number(a), 8]);
        expect([one.exports.host_status(), one.exports.host_error_offset()]).to.deep.equal([3, Number(b)]);
        two.exports.free(BigInt(input));
        expect(one.exports.input_length()).to.equal(0n);
        expect(one.blocks()).to.deep.equal([a, b].map(Number));
        expect([one, two].map((kernel) => kernel.exports.host_readable(input))).to.deep.equal([3, 3]);
        one.rest();
        expect(two.exports.alloc(3n)).to.equal(BigInt(input));
        one.exports.host_reset();
        expect(two.blocks()).to.deep.equal([]);
        expect(two.exports.load_u64(a)).to.equal(0n);
      });

      it('go on where a third one is instantiated', async () => {
        const a = one.exports.alloc(8n);
        one.exports.store_u64(a, 7n);
        const three = new Kernel(await WebAssembly.compile(kind.bytes(await kernelBytes())), one.memory);
        expect([three.exports.length(a), three.exports.load_u64(a)]).to.deep.equal([8n, 7n]);
      });

      it('both see the memory grow', () => {
        const at = one.exports.alloc(20n * 65536n);
        two.exports.store_u64(at + 20n * 65536n - 8n, 5n);
        expect(one.exports.load_u64(at + 20n * 65536n - 8n)).to.equal(5n);
        expect(two.exports.alloc(8n) > at).to.equal(true);
      });
    });
  }

  it('need the matching module', async () => {
    const bytes = await kernelBytes();
    const module = await WebAssembly.compile(bytes);
    const patched = await WebAssembly.compile(forSharedMemory(bytes));
    expect(() => new Kernel(module, sharedMemory())).to.throw(WebAssembly.LinkError);
    expect(() => new Kernel(patched, privateMemory())).to.throw(WebAssembly.LinkError);
  });

  it('have a SharedArrayBuffer where the page may share one', () => {
    const shares = typeof SharedArrayBuffer === 'function' && sharedMemory().buffer instanceof SharedArrayBuffer;
    expect(shares).to.equal(engine === 'node' || isolated);
  });
});
