import { expect } from 'chai';
import { HEADER, HEAP_START, Kernel, PAGE, U64_MAX } from './kernel.js';

/** The bit of the status that says that an allocation of the plug-in's has failed. */
const EXHAUSTED = 8;

describe('the kernel: alloc', () => {
  let kernel;
  let wasm;

  beforeEach(async () => {
    kernel = await Kernel.open();
    wasm = kernel.exports;
  });

  it('gives blocks of the length asked for, 16-aligned, one after the other', () => {
    const lengths = [1, 2, ...Array.from({ length: 64 }, (_, i) => 64 - i), 65535, PAGE + 1024, 100 * PAGE];
    let end = BigInt(HEAP_START);
    for (const length of lengths) {
      const at = wasm.alloc(BigInt(length));
      expect(at % 16n, `alloc(${length})`).to.equal(0n);
      expect(at >= end + BigInt(HEADER), `alloc(${length}) overlaps`).to.equal(true);
      expect(wasm.length(at)).to.equal(BigInt(length));
      expect(wasm.length_unsafe(at)).to.equal(BigInt(length));
      expect(wasm.host_length(Number(at))).to.equal(length);
      wasm.store_u8(at + BigInt(length) - 1n, length & 255);
      expect(wasm.load_u8(at + BigInt(length) - 1n)).to.equal(length & 255);
      end = at + BigInt(length);
    }
    expect(wasm.host_blocks_in_use()).to.equal(lengths.length);
    expect(wasm.host_bytes_in_use()).to.equal(lengths.reduce((sum, length) => sum + length));
    expect(kernel.blocks()).to.have.length(lengths.length);
  });

  it('gives 0 for 0 bytes, and for what no memory has', () => {
    for (const length of [0n, U64_MAX, U64_MAX - 15n, 1n << 32n, (1n << 32n) - 1n, (1n << 32n) - 16n, 1n << 63n]) {
      expect(wasm.alloc(length), `alloc(${length})`).to.equal(0n);
    }
    for (const length of [0, -1, -16, -HEAP_START]) {
      expect(wasm.host_alloc(length), `host_alloc(${length >>> 0})`).to.equal(0);
      expect(wasm.host_begin(length)).to.equal(0);
    }
    expect(wasm.host_blocks_in_use()).to.equal(0);
    expect(kernel.memory.buffer.byteLength).to.equal(PAGE);
    expect(wasm.alloc(8n)).to.equal(BigInt(HEAP_START + HEADER));
  });

  it('names the block alone, not what is in it', () => {
    const at = wasm.alloc(100n);
    for (const off of [1n, 2n, 3n, 4n, 8n, 16n, 32n, 99n, 100n, 112n, -1n, -16n]) {
      expect(wasm.length(at + off), `p + ${off}`).to.equal(0n);
    }
    expect(wasm.length(at + (1n << 32n))).to.equal(0n);
  });

  for (const maximum of [1, 2, 3, 17]) {
    it(`gives 0 when ${maximum} page(s) are used up, and starts anew after a reset`, async () => {
      kernel = await Kernel.open(maximum);
      wasm = kernel.exports;
      const exhaust = () => {
        const handles = [];
        for (let at; (at = wasm.alloc(1000n)) !== 0n; ) handles.push(at);
        return handles;
      };
      const first = exhaust();
      const block = 1008 + HEADER;
      expect(first).to.have.length(Math.floor((maximum * PAGE - HEAP_START) / block));
      expect(kernel.memory.buffer.byteLength).to.equal(maximum * PAGE);
      expect(wasm.alloc(1000n)).to.equal(0n);
      expect(wasm.host_status(), 'says so to the host').to.equal(EXHAUSTED);
      expect(wasm.host_begin(maximum * PAGE)).to.equal(0);
      expect(wasm.host_status()).to.equal(0);
      expect(wasm.host_blocks_in_use()).to.equal(0);
      expect(exhaust()).to.deep.equal(first);
      wasm.free(first[3]);
      expect(wasm.alloc(1000n)).to.equal(first[3]);
    });
  }

  it('uses the memory to its last byte, and no further', async () => {
    kernel = await Kernel.open(2);
    wasm = kernel.exports;
    const room = BigInt(2 * PAGE - HEAP_START - HEADER);
    expect(wasm.alloc(room + 1n)).to.equal(0n);
    const at = wasm.alloc(room);
    wasm.store_u64(at + room - 8n, U64_MAX);
    wasm.store_u64(at + room - 7n, 0n);
    expect(wasm.load_u64(at + room - 8n)).to.equal(U64_MAX);
    expect(wasm.load_u64(at + room - 7n)).to.equal(0n);
    expect(wasm.load_u8(at + room)).to.equal(0);
  });

  it('gives zeros, also where an earlier call or block wrote', () => {
    for (const length of [40n, 3000n, BigInt(3 * PAGE)]) {
      const at = wasm.alloc(length);
      for (let off = 0n; off + 8n <= length; off += 8n) wasm.store_u64(at + off, U64_MAX);
      wasm.free(at);
      kernel.rest();
      const again = wasm.alloc(length);
      expect(again).to.equal(at);
      expect(kernel.bytes.subarray(Number(again), Number(again + length)).every((byte) => byte === 0)).to.equal(true);
      kernel.bytes.fill(255, Number(again), Number(again + length));
      wasm.host_reset();
    }
    const length = 5 * PAGE;
    const at = Number(wasm.alloc(BigInt(length)));
    expect(kernel.bytes.subarray(at, at + length).every((byte) => byte === 0)).to.equal(true);
  });

  it('grows ahead, but never past the maximum', async () => {
    kernel = await Kernel.open(5);
    wasm = kernel.exports;
    wasm.alloc(BigInt(3 * PAGE));
    const pages = kernel.memory.buffer.byteLength / PAGE;
    expect(pages).to.be.within(4, 5);
    expect(wasm.alloc(BigInt(PAGE / 2))).to.not.equal(0n);
    expect(kernel.memory.buffer.byteLength / PAGE).to.be.at.most(5);
  });
});
