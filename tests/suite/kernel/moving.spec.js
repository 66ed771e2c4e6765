import { expect } from 'chai';
import { HEADER, HEAP_START, Kernel, PAGE, ROOT } from './kernel.js';

/** All that matters of a kernel's memory. @param {Kernel} kernel */
const snapshot = (kernel) => kernel.bytes.slice(ROOT, kernel.exports.host_extent());

/** Writes a snapshot over a kernel's memory, as a host does. @param {Kernel} kernel @param {Uint8Array} bytes */
function load(kernel, bytes) {
  const { exports } = kernel;
  if (exports.host_reserve(ROOT + bytes.length) !== 1) return false;
  const mark = exports.host_watermark();
  kernel.bytes.set(bytes, ROOT);
  exports.host_raise_watermark(mark);
  return true;
}

/** A kernel the memory of which was written on, and then reset. @param {number} length */
async function dirtied(length, maximum = 65536) {
  const kernel = await Kernel.open(maximum);
  const at = kernel.exports.host_alloc(length);
  kernel.bytes.fill(0xee, at, at + length);
  kernel.exports.host_reset();
  return kernel;
}

describe('the kernel: moving a heap', () => {
  let from;
  let wasm;

  beforeEach(async () => {
    from = await Kernel.open();
    wasm = from.exports;
  });

  it('has an extent that follows the top of the heap, and is never below its start', () => {
    expect(wasm.host_extent()).to.equal(HEAP_START);
    const at = wasm.host_alloc(100);
    expect(wasm.host_extent()).to.equal(at + 112);
    const big = wasm.host_alloc(3 * PAGE);
    expect(wasm.host_extent()).to.equal(big + 3 * PAGE);
    wasm.host_free(big);
    expect(wasm.host_extent(), 'it rests').to.equal(big + 3 * PAGE);
    from.rest();
    expect(wasm.host_extent()).to.be.above(at + 112);
    wasm.host_reset();
    expect(wasm.host_extent()).to.equal(HEAP_START);
  });

  it('has a watermark that a reset leaves where it is', () => {
    expect(wasm.host_watermark()).to.equal(0);
    const at = wasm.host_alloc(100);
    const mark = at + 112 - HEAP_START;
    expect(wasm.host_watermark()).to.equal(mark);
    wasm.host_reset();
    expect(wasm.host_watermark()).to.equal(mark);
    wasm.host_alloc(1);
    expect(wasm.host_watermark()).to.equal(mark);
  });

  it('raises the watermark, never lowers it, and not beyond the memory', () => {
    wasm.host_raise_watermark(160);
    wasm.host_raise_watermark(16);
    wasm.host_raise_watermark(0);
    expect(wasm.host_watermark()).to.equal(160);
    wasm.host_raise_watermark(-1);
    expect(wasm.host_watermark()).to.equal(PAGE - HEAP_START);
  });

  it('zeroes fresh blocks below a raised watermark', () => {
    from.bytes.fill(0xee, HEAP_START, PAGE);
    wasm.host_raise_watermark(PAGE);
    const at = wasm.alloc(1000n);
    expect(new Set(from.load(at, 1000))).to.deep.equal(new Set([0]));
  });

  it('reserves memory, and says when there is none', async () => {
    const small = await Kernel.open(5);
    const { host_reserve: reserve } = small.exports;
    expect(reserve(0)).to.equal(1);
    expect(reserve(PAGE)).to.equal(1);
    expect(small.bytes.length).to.equal(PAGE);
    expect(reserve(3 * PAGE - 7)).to.equal(1);
    expect(small.bytes.length).to.be.at.least(3 * PAGE - 7);
    expect(reserve(5 * PAGE)).to.equal(1);
    expect(small.bytes.length).to.equal(5 * PAGE);
    for (const end of [5 * PAGE + 1, 0x7fffffff, -1]) expect(reserve(end), String(end)).to.equal(0);
    expect(small.exports.host_blocks_in_use()).to.equal(0);
  });

  it('takes input, output, error, blocks and free lists along', async () => {
    const input = from.begin([1, 2, 3]);
    const freed = wasm.alloc(200n);
    const output = wasm.alloc(40n);
    const error = wasm.alloc(8n);
    wasm.store_u64(output, 0x0102030405060708n);
    wasm.free(freed);
    from.rest();
    wasm.output_set(output, 8n);
    wasm.error_set(error);

    const to = await Kernel.open();
    expect(load(to, snapshot(from))).to.equal(true);
    expect([to.exports.input_offset(), to.exports.input_length()]).to.deep.equal([BigInt(input), 3n]);
    expect(to.load(input, 3)).to.deep.equal([1, 2, 3]);
    expect(to.exports.load_u64(output)).to.equal(0x0102030405060708n);
    expect([to.exports.host_output_offset(), to.exports.host_output_length()]).to.deep.equal([Number(output), 8]);
    expect([to.exports.host_status(), to.exports.host_error_offset()]).to.deep.equal([3, Number(error)]);
    expect(to.blocks()).to.deep.equal(from.blocks());
    expect(to.exports.host_bytes_in_use()).to.equal(wasm.host_bytes_in_use());
    expect(to.exports.alloc(200n)).to.equal(freed);
    expect(snapshot(from)).to.not.deep.equal(snapshot(to));

    expect(load(from, snapshot(to))).to.equal(true);
    expect(wasm.length(freed)).to.equal(200n);
    expect(snapshot(from)).to.deep.equal(snapshot(to));
  });

  it('grows a memory that is too small for it, up to its maximum', async () => {
    const at = wasm.host_alloc(10 * PAGE);
    from.bytes[at + 10 * PAGE - 1] = 77;
    const to = await Kernel.open(12);
    expect(load(to, snapshot(from))).to.equal(true);
    expect(to.exports.load_u8(BigInt(at + 10 * PAGE - 1))).to.equal(77);
    const small = await Kernel.open(10);
    small.exports.host_alloc(8);
    expect(load(small, snapshot(from))).to.equal(false);
    expect(small.blocks()).to.deep.equal([HEAP_START + HEADER]);
  });

  it('shows nothing of what was in the memory before', async () => {
    from.begin([5]);
    const to = await dirtied(4 * PAGE);
    expect(load(to, snapshot(from))).to.equal(true);
    expect(to.exports.load_u64(BigInt(HEAP_START + 64))).to.equal(0n);
    const at = to.exports.alloc(BigInt(4 * PAGE));
    const block = to.bytes.subarray(Number(at), Number(at) + 4 * PAGE);
    expect(block.every((byte) => byte === 0)).to.equal(true);
  });

  it('would show it if the watermark came from the snapshot alone', async () => {
    from.begin([5]);
    const to = await dirtied(PAGE);
    to.bytes.set(snapshot(from), ROOT);
    const at = to.exports.alloc(1000n);
    expect(to.load(at, 1000)).to.include(0xee);
  });

  it('goes back and forth without end', async () => {
    const to = await dirtied(2 * PAGE);
    let extent = 0;
    for (let round = 0; round < 50; round += 1) {
      from.begin([round]);
      const at = wasm.alloc(BigInt(1 + round * 37));
      wasm.store_u8(at, round);
      load(to, snapshot(from));
      const answer = to.exports.alloc(300n);
      expect(new Set(to.load(answer, 300))).to.deep.equal(new Set([0]));
      to.exports.store_u64(answer, BigInt(round));
      to.exports.free(at);
      load(from, snapshot(to));
      expect([wasm.load_u64(answer), wasm.length(at)]).to.deep.equal([BigInt(round), 0n]);
      extent = Math.max(extent, wasm.host_extent());
    }
    expect(extent).to.be.below(HEAP_START + 4096);
  });
});
