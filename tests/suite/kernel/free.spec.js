import { expect } from 'chai';
import { HEADER, HEAP_START, Kernel, PAGE, REST, ROOT, U64_MAX } from './kernel.js';

describe('the kernel: free', () => {
  let kernel;
  let wasm;

  beforeEach(async () => {
    kernel = await Kernel.open();
    wasm = kernel.exports;
  });

  it('makes a block reusable', () => {
    const [a, b, c] = [wasm.alloc(100n), wasm.alloc(100n), wasm.alloc(100n)];
    wasm.free(b);
    expect(wasm.length(b)).to.equal(0n);
    expect(kernel.blocks()).to.deep.equal([a, c].map(Number));
    kernel.rest();
    expect(wasm.alloc(100n)).to.equal(b);
    wasm.host_free(Number(b));
    kernel.rest();
    expect(wasm.host_alloc(90)).to.equal(Number(b));
    expect(wasm.host_bytes_in_use()).to.equal(290);
  });

  it('merges neighbours', () => {
    const blocks = Array.from({ length: 6 }, () => wasm.alloc(64n));
    for (const index of [1, 3, 2, 4]) wasm.free(blocks[index]);
    kernel.rest();
    expect(wasm.alloc(BigInt(4 * 64 + 3 * HEADER))).to.equal(blocks[1]);
    for (const index of [2, 3, 4]) expect(wasm.length(blocks[index])).to.equal(0n);
  });

  it('needs no more memory for a million blocks, one at a time', () => {
    let size = 0;
    for (let i = 0; i < 1_000_000; i++) {
      const at = wasm.host_alloc(1 + (i & 1023));
      wasm.host_free(at);
      if (i === 10_000) size = kernel.memory.buffer.byteLength;
    }
    expect(size).to.be.at.most(8 * PAGE);
    expect(kernel.memory.buffer.byteLength).to.equal(size);
    expect(wasm.host_blocks_in_use()).to.equal(0);
  });

  it('ignores a second time', () => {
    const [a, b] = [wasm.alloc(32n), wasm.alloc(32n)];
    wasm.free(a);
    wasm.free(a);
    kernel.rest();
    wasm.free(a);
    expect([wasm.host_blocks_in_use(), wasm.host_bytes_in_use()]).to.deep.equal([1, 32]);
    expect(wasm.alloc(32n)).to.equal(a);
    expect(wasm.alloc(32n)).to.not.equal(a);
    expect(wasm.length(b)).to.equal(32n);
  });

  it(`lets a block rest until ${REST} bytes were freed after it`, () => {
    for (const size of [16, 1000, 1024, 100_000]) {
      const first = wasm.alloc(BigInt(size));
      wasm.store_u64(first, 7n);
      wasm.free(first);
      for (let later = 0; later < REST; later += Math.ceil(size / 16) * 16) {
        const at = wasm.host_alloc(size);
        if (at === Number(first)) throw new Error(`handed out after ${later} bytes`);
        wasm.host_free(at);
      }
      expect(wasm.alloc(BigInt(size)), 'the oldest first').to.equal(first);
      expect(wasm.load_u64(first)).to.equal(0n);
      wasm.host_reset();
    }
  });

  it('keeps a resting block readable for imports, and only for them', () => {
    const [a, b] = [wasm.alloc(30n), wasm.alloc(20n)];
    wasm.store_u64(a, 7n);
    wasm.free(a);
    wasm.host_discard(Number(b));
    expect([wasm.length(a), wasm.length_unsafe(a), wasm.host_length(Number(a))]).to.deep.equal([0n, 0n, 0]);
    expect([wasm.host_readable(Number(a)), wasm.host_readable(Number(b))]).to.deep.equal([30, 0]);
    expect(wasm.load_u64(a)).to.equal(7n);
    expect([wasm.host_readable(Number(a) + 1), wasm.host_readable(0), wasm.host_readable(-1)]).to.deep.equal([0, 0, 0]);
    expect(wasm.host_readable(wasm.host_alloc(5)), 'a live one').to.equal(5);
    wasm.host_reset();
    expect(wasm.host_readable(Number(a))).to.equal(0);
  });

  it('keeps a resting block that became the output or the error', () => {
    const [output, error] = [wasm.alloc(40n), wasm.alloc(40n)];
    for (const at of [output, error]) {
      wasm.store_u64(at, 9n);
      wasm.free(at);
    }
    wasm.output_set(output, 8n);
    wasm.error_set(error);
    for (let i = 0; i < 3; i++) kernel.rest();
    for (let i = 0; i < 10; i++) wasm.host_free(wasm.host_alloc(40));
    expect([wasm.host_output_length(), wasm.host_error_offset()]).to.deep.equal([8, Number(error)]);
    expect([wasm.load_u64(output), wasm.load_u64(error)]).to.deep.equal([9n, 9n]);
  });

  it('gives resting blocks up where memory is exhausted', async () => {
    kernel = await Kernel.open(1);
    wasm = kernel.exports;
    const size = BigInt(PAGE - HEAP_START - HEADER);
    for (let i = 0; i < 3; i++) {
      const at = wasm.alloc(size);
      expect(at, `time ${i}`).to.equal(BigInt(HEAP_START + HEADER));
      wasm.free(at);
    }
    expect(wasm.alloc(size + 1n)).to.equal(0n);
  });

  it('needs no more memory for blocks that are larger than what rests', () => {
    for (const factor of [1, 4]) {
      let size = 0;
      for (let i = 0; i < 100; i++) {
        const at = wasm.host_alloc(factor * REST);
        wasm.host_free(at);
        if (i === 10) size = kernel.memory.buffer.byteLength;
      }
      expect(kernel.memory.buffer.byteLength).to.equal(size);
    }
  });

  it('ignores what is no block', () => {
    const at = wasm.alloc(64n);
    wasm.store_u64(at, 64n);
    const bad = [0n, 1n, at + 1n, at + 4n, at + 16n, at - 16n, at + 64n, BigInt(ROOT), BigInt(HEAP_START), 1n << 32n];
    for (const handle of [...bad, at + (1n << 32n), U64_MAX, U64_MAX - 15n, 1n << 63n]) wasm.free(handle);
    for (const handle of [0, 1, Number(at) + 16, -1, -16]) wasm.host_free(handle);
    expect(kernel.blocks()).to.deep.equal([Number(at)]);
    expect(wasm.length(at)).to.equal(64n);
    expect(wasm.load_u64(at)).to.equal(64n);
  });

  it('empties the input', () => {
    const at = kernel.begin([1, 2, 3]);
    wasm.free(BigInt(at));
    expect(wasm.input_length()).to.equal(0n);
    expect(wasm.input_load_u8(0n)).to.equal(0);
    expect(wasm.length(BigInt(at))).to.equal(0n);
    wasm.free(wasm.alloc(3n));
    expect(wasm.input_length()).to.equal(0n);
  });

  it('leaves the output and the error where they are', () => {
    const [output, other, error] = [wasm.alloc(40n), wasm.alloc(40n), wasm.alloc(40n)];
    wasm.store_u64(output, 7n);
    wasm.store_u64(error, 8n);
    wasm.output_set(output, 8n);
    wasm.error_set(error);
    for (const at of [output, other, error]) wasm.free(at);
    wasm.alloc(40n);
    wasm.alloc(40n);
    expect(wasm.host_output_offset()).to.equal(Number(output));
    expect(wasm.host_output_length()).to.equal(8);
    expect(wasm.load_u64(output)).to.equal(7n);
    expect(wasm.host_error_offset()).to.equal(Number(error));
    expect(wasm.load_u64(error)).to.equal(8n);
    wasm.host_reset();
    expect(kernel.blocks()).to.deep.equal([]);
  });

  it('empties the input, when that is the output too, but leaves its bytes', () => {
    const at = BigInt(kernel.begin([5, 6]));
    wasm.output_set(at, 2n);
    wasm.free(at);
    expect(wasm.input_length()).to.equal(0n);
    expect(kernel.load(at, 2)).to.deep.equal([5, 6]);
  });

  it('is not misled by overwritten headers and links', () => {
    const blocks = Array.from({ length: 8 }, () => wasm.alloc(48n));
    for (const index of [1, 3, 5]) wasm.free(blocks[index]);
    for (const index of [1, 3, 5]) wasm.store_u64(blocks[index], blocks[index] * ((1n << 32n) + 1n));
    wasm.store_u64(blocks[4] - 16n, U64_MAX);
    wasm.store_u64(blocks[4] - 8n, U64_MAX);
    kernel.rest();
    for (let i = 0; i < 20; i++) wasm.alloc(48n);
    for (const at of blocks) wasm.free(at);
    expect(kernel.blocks().length).to.be.below(40);
    wasm.host_reset();
    expect(wasm.alloc(48n)).to.equal(blocks[0]);
    expect(kernel.load(blocks[0], 48).every((byte) => byte === 0)).to.equal(true);
  });
});
