import { expect } from 'chai';
import { HEAP_START, Kernel, ROOT, U64_MAX } from './kernel.js';

describe('the kernel: loads and stores', () => {
  let kernel;
  let wasm;

  beforeEach(async () => {
    kernel = await Kernel.open();
    wasm = kernel.exports;
  });

  it('are little-endian and need no alignment', () => {
    const at = wasm.alloc(32n) + 3n;
    wasm.store_u64(at, 0x0807060504030201n);
    expect(kernel.load(at, 8)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(wasm.load_u64(at + 1n)).to.equal(0x0008070605040302n);
    wasm.store_u8(at, 0x1ff);
    expect(wasm.load_u8(at)).to.equal(255);
  });

  it('give 0 and do nothing below the heap', () => {
    const at = Number(wasm.alloc(64n));
    const below = () => kernel.bytes.slice(0, HEAP_START);
    const before = below();
    expect(before.some((byte) => byte !== 0), 'the root is in use').to.equal(true);
    for (let address = 0; address < HEAP_START; address += address < ROOT - 16 ? 61 : 1) {
      wasm.store_u8(BigInt(address), 255);
      wasm.store_u64(BigInt(address), U64_MAX);
      expect(wasm.load_u8(BigInt(address))).to.equal(0);
      expect(wasm.load_u64(BigInt(address))).to.equal(0n);
    }
    expect(below()).to.deep.equal(before);
    expect(wasm.length(BigInt(at))).to.equal(64n);
  });

  it('give 0 and do nothing above the heap, and across its end', () => {
    const end = wasm.alloc(64n) + 64n;
    wasm.store_u64(end - 8n, U64_MAX);
    for (let over = 1n; over < 100n; over++) {
      wasm.store_u64(end - 8n + over, 0x1111111111111111n);
      expect(wasm.load_u64(end - 8n + over), `${over} too far`).to.equal(0n);
    }
    wasm.store_u8(end, 1);
    expect(wasm.load_u8(end)).to.equal(0);
    expect(wasm.load_u64(end - 8n)).to.equal(U64_MAX);
    expect(kernel.bytes.subarray(Number(end)).every((byte) => byte === 0)).to.equal(true);
  });

  it('do not cut large addresses to small ones', () => {
    const at = wasm.alloc(64n);
    const before = kernel.bytes.slice();
    for (const high of [1n << 32n, 1n << 33n, 1n << 63n, U64_MAX << 32n]) {
      for (const address of [high, high + at, high - 1n, high - 7n]) {
        wasm.store_u8(address, 255);
        wasm.store_u64(address, U64_MAX);
        expect(wasm.load_u8(address)).to.equal(0);
        expect(wasm.load_u64(address)).to.equal(0n);
      }
    }
    for (let address = -20n; address < 0n; address++) {
      wasm.store_u64(address, U64_MAX);
      expect(wasm.load_u64(address)).to.equal(0n);
    }
    expect(kernel.bytes).to.deep.equal(before);
  });

  it('give nothing of an earlier call', () => {
    const at = wasm.alloc(64n);
    for (let off = 0n; off < 64n; off += 8n) wasm.store_u64(at + off, U64_MAX);
    wasm.host_reset();
    expect(wasm.length(at)).to.equal(0n);
    expect(wasm.load_u8(at)).to.equal(0);
    expect(wasm.load_u64(at)).to.equal(0n);
    wasm.store_u64(at, 1n);
    kernel.begin([9]);
    expect(wasm.load_u64(at)).to.equal(9n);
    expect(wasm.load_u64(at + 16n)).to.equal(0n);
    expect(kernel.load(at, 64)).to.deep.equal([9, ...Array(63).fill(0)]);
  });
});
