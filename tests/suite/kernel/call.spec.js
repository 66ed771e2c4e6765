import { expect } from 'chai';
import { HEADER, HEAP_START, Kernel, U64_MAX } from './kernel.js';

const OUTPUT = 1;
const ERROR = 2;
const BAD_ERROR = 4;

describe('the kernel: input, output and error', () => {
  let kernel;
  let wasm;

  beforeEach(async () => {
    kernel = await Kernel.open();
    wasm = kernel.exports;
  });

  it('gives the input to the plug-in', () => {
    const input = Array.from({ length: 20 }, (_, i) => i + 1);
    const at = kernel.begin(input);
    expect(at).to.equal(HEAP_START + HEADER);
    expect(wasm.input_offset()).to.equal(BigInt(at));
    expect(wasm.input_length()).to.equal(20n);
    expect(input.map((_, i) => wasm.input_load_u8(BigInt(i)))).to.deep.equal(input);
    expect(wasm.input_load_u64(3n)).to.equal(0x0b0a090807060504n);
    expect(wasm.input_load_u64(12n)).to.equal(0x14131211100f0e0dn);
  });

  it('gives 0 past the end of the input, though other bytes are there', () => {
    kernel.begin(Array(20).fill(255));
    const other = wasm.alloc(64n);
    for (let off = 0n; off < 64n; off += 8n) wasm.store_u64(other + off, U64_MAX);
    for (const offset of [13n, 19n, 20n, 32n, 64n, 1n << 32n, U64_MAX, U64_MAX - 7n, U64_MAX - BigInt(HEAP_START)]) {
      expect(wasm.input_load_u64(offset), `u64 at ${offset}`).to.equal(0n);
    }
    for (const offset of [20n, 21n, 48n, 1n << 32n, U64_MAX, -BigInt(HEADER)]) {
      expect(wasm.input_load_u8(offset), `u8 at ${offset}`).to.equal(0);
    }
    expect(wasm.input_load_u64(12n)).to.equal(U64_MAX);
  });

  it('has no input where none was given', () => {
    kernel.begin([1]);
    expect(wasm.host_begin(0)).to.equal(0);
    expect([wasm.input_offset(), wasm.input_length(), wasm.input_load_u64(0n)]).to.deep.equal([0n, 0n, 0n]);
    expect(wasm.host_blocks_in_use()).to.equal(0);
  });

  it('shortens the input, and shows nothing of the surplus', () => {
    const old = Number(wasm.alloc(4096n));
    kernel.bytes.fill(255, old, old + 4096);
    const at = wasm.host_begin(3000);
    kernel.bytes.set([1, 2, 3], at);
    wasm.host_input_truncate(4000);
    wasm.host_input_truncate(3000);
    expect(wasm.input_length()).to.equal(3000n);
    wasm.host_input_truncate(3);
    expect(wasm.input_length()).to.equal(3n);
    expect(wasm.length(BigInt(at))).to.equal(3n);
    expect(kernel.load(at, 64)).to.deep.equal([1, 2, 3, ...Array(61).fill(0)]);
    expect(wasm.host_alloc(1)).to.equal(at + 16 + HEADER);
    wasm.host_input_truncate(0);
    expect([wasm.input_length(), wasm.length(BigInt(at))]).to.deep.equal([0n, 0n]);
    wasm.host_input_truncate(0);
    expect(wasm.host_blocks_in_use()).to.equal(1);
  });

  it('tells an output that was never set from an empty one', () => {
    expect([wasm.host_status(), wasm.host_output_length()]).to.deep.equal([0, 0]);
    wasm.output_set(0n, 0n);
    expect([wasm.host_status(), wasm.host_output_offset(), wasm.host_output_length()]).to.deep.equal([OUTPUT, 0, 0]);
    wasm.host_reset();
    expect(wasm.host_status()).to.equal(0);
    const at = wasm.alloc(4n);
    wasm.output_set(at, 0n);
    expect([wasm.host_status(), wasm.host_output_length()]).to.deep.equal([OUTPUT, 0]);
    wasm.free(at);
    expect(wasm.host_blocks_in_use(), 'an empty output holds no block').to.equal(0);
  });

  it('takes any range of the heap as output', () => {
    const at = wasm.alloc(100n);
    wasm.output_set(at + 10n, 50n);
    expect([wasm.host_output_offset(), wasm.host_output_length()]).to.deep.equal([Number(at) + 10, 50]);
    wasm.output_set(at, 100n);
    expect(wasm.host_output_length()).to.equal(100);
  });

  it('ignores an output that is not in the heap', () => {
    const at = wasm.alloc(64n);
    const end = at + 64n;
    const ranges = [
      [at, 65n],
      [end, 1n],
      [end, 0n],
      [0n, 1n],
      [BigInt(HEAP_START) - 1n, 2n],
      [BigInt(HEAP_START) - 1n, 0n],
      [1n, 0n],
      [at, U64_MAX],
      [at, -at],
      [at + (1n << 32n), 1n],
      [at, 1n << 32n],
      [U64_MAX, 2n],
      [U64_MAX, 0n],
    ];
    for (const [offset, length] of ranges) {
      wasm.output_set(offset, length);
      expect(wasm.host_status(), `(${offset}, ${length})`).to.equal(0);
    }
    wasm.output_set(at, 1n);
    for (const [offset, length] of ranges) wasm.output_set(offset, length);
    expect([wasm.host_output_offset(), wasm.host_output_length()]).to.deep.equal([Number(at), 1]);
  });

  it('keeps the error handle as it is, and says what it is worth', () => {
    const at = wasm.alloc(5n);
    wasm.error_set(at);
    expect(wasm.error_get()).to.equal(at);
    expect([wasm.host_status(), wasm.host_error_offset()]).to.deep.equal([ERROR, Number(at)]);
    expect(wasm.host_length(wasm.host_error_offset())).to.equal(5);
    for (const bad of [at + 1n, at + 16n, 1n, U64_MAX, at + (1n << 32n)]) {
      wasm.error_set(bad);
      expect(wasm.error_get()).to.equal(bad);
      expect([wasm.host_status(), wasm.host_error_offset()]).to.deep.equal([ERROR | BAD_ERROR, 0]);
    }
    wasm.error_set(0n);
    expect([wasm.error_get(), wasm.host_status(), wasm.host_error_offset()]).to.deep.equal([0n, 0, 0]);
  });

  it('forgets all of it when the next call begins', () => {
    const at = wasm.alloc(5n);
    wasm.output_set(at, 5n);
    wasm.error_set(at);
    kernel.begin([1, 2]);
    expect([wasm.host_status(), wasm.host_output_length(), wasm.host_output_offset()]).to.deep.equal([0, 0, 0]);
    expect(wasm.error_get()).to.equal(0n);
    expect([wasm.host_blocks_in_use(), wasm.host_bytes_in_use()]).to.deep.equal([1, 2]);
  });

  it('walks over the live blocks, and from there alone', () => {
    const blocks = Array.from({ length: 7 }, (_, i) => Number(wasm.alloc(BigInt(10 * i + 1))));
    for (const index of [0, 3, 4, 6]) wasm.host_free(blocks[index]);
    expect(kernel.blocks()).to.deep.equal([1, 2, 5].map((index) => blocks[index]));
    for (const at of [1, blocks[1] + 1, blocks[1] + 16, blocks[3], HEAP_START, -16, -1]) {
      expect(kernel.next(at), `after ${at}`).to.equal(0);
    }
  });
});
