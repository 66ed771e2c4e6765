import { expect } from 'chai';
import { EXPORTS, HEADER, HEAP_START, Kernel, ROOT } from './kernel.js';

const SEEDS = 10_000;
const MAXIMUM = 2;

/** Numbers that depend on the seed alone (xorshift32). */
function generator(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** What a hostile plug-in does within one call. */
class Attack {
  constructor(kernel, seed) {
    this.kernel = kernel;
    this.wasm = kernel.exports;
    this.random = generator(seed);
  }

  below(limit) {
    return this.random() % limit;
  }

  /** Some live and some free blocks; a few hundred bytes in all. */
  prepare() {
    const { wasm } = this;
    this.kernel.begin(Array(this.below(40)).fill(7));
    const handles = Array.from({ length: 10 }, () => wasm.alloc(BigInt(1 + this.below(60))));
    for (const handle of handles) if (this.below(2) === 0) wasm.free(handle);
    this.end = HEAP_START;
    for (const at of this.kernel.blocks()) this.end = at + 64;
  }

  /** Overwrites all that can be reached. */
  scribbleEverywhere() {
    for (let at = ROOT; at < this.end + 64; at += 8) {
      this.wasm.store_u64(BigInt(at), (BigInt(this.random()) << 32n) | BigInt(this.random()));
      if (this.below(8) === 0) this.wasm.store_u8(BigInt(at + this.below(8)), this.random());
    }
  }

  /** Overwrites links, lengths and neighbours with values that could be right, so that more checks pass. */
  scribbleHereAndThere() {
    for (let i = 0; i < 30; i++) {
      const at = HEAP_START + 8 * this.below((this.end - HEAP_START) / 8 + 1);
      const value = (BigInt(this.word()) << 32n) | BigInt(this.word());
      if (at % 16 === 0 || this.below(4) === 0) this.wasm.store_u64(BigInt(at), value);
      else for (let byte = 0; byte < 4; byte++) this.wasm.store_u8(BigInt(at + byte), Number((value >> BigInt(8 * byte)) & 255n));
    }
  }

  word() {
    const near = HEAP_START + 16 * this.below((this.end - HEAP_START) / 16 + 2);
    return [0, 16 * this.below(64), 0xffffffff - this.below(40), this.random(), near, near][this.below(6)];
  }

  argument64() {
    switch (this.below(6)) {
      case 0:
        return (BigInt(this.random()) << 32n) | BigInt(this.random());
      case 1:
        return -BigInt(this.below(40));
      case 2:
        return (1n << 32n) + 20n - BigInt(this.below(40));
      case 3:
        return BigInt(this.below(600));
      default:
        return BigInt(this.word());
    }
  }

  /** Calls every export, each with new arguments. */
  callEverything() {
    for (const [name, parameters] of Object.entries(EXPORTS)) {
      if (name === 'host_reset' || name === 'host_begin') continue;
      const result = this.wasm[name](...parameters.map((bits) => (bits === 64 ? this.argument64() : this.word())));
      this.check(name, result);
    }
  }

  /** What the host relies on: ranges are inside the memory, and walks end. */
  check(name, result) {
    const { wasm } = this;
    const size = this.kernel.memory.buffer.byteLength;
    if (name === 'host_output_length') expect((wasm.host_output_offset() >>> 0) + (result >>> 0)).to.be.at.most(size);
    if (name === 'host_error_offset') expect((result >>> 0) + (wasm.host_readable(result) >>> 0)).to.be.at.most(size);
    if (name !== 'host_next_block') return;
    let blocks = 0;
    for (let at = 0, next; (next = this.kernel.next(at)) !== 0; at = next) {
      if (next <= at || ++blocks > size / HEADER) throw new Error('the walk does not end');
      if (next + (wasm.host_length(next) >>> 0) > size) throw new Error('a block outside the memory');
    }
  }
}

describe('the kernel: a hostile plug-in', () => {
  it(`cannot make an export trap, run on, or stay broken, in ${SEEDS} attempts`, async function () {
    this.timeout(60_000);
    const kernel = await Kernel.open(MAXIMUM);
    const wasm = kernel.exports;
    for (let seed = 0; seed < SEEDS; seed++) {
      const attack = new Attack(kernel, seed);
      try {
        attack.prepare();
        for (let round = 0; round < 2; round++) {
          if (seed % 2 === 0) attack.scribbleEverywhere();
          else attack.scribbleHereAndThere();
          attack.callEverything();
        }
        wasm.host_reset();
        const usable = [wasm.alloc(100n), wasm.host_blocks_in_use(), wasm.host_bytes_in_use(), wasm.host_status()];
        const loads = [0n, 8n, 50n, 92n].map((off) => wasm.load_u64(usable[0] + off));
        wasm.free(usable[0]);
        const ok = String([...usable, ...loads, ...kernel.blocks()]) === `${HEAP_START + HEADER},1,100,0,0,0,0,0`;
        if (!ok) throw new Error(`not usable after a reset: ${usable} ${loads}`);
      } catch (error) {
        throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
      }
    }
  });

  it('is met by the scribbling that the test means', async () => {
    const kernel = await Kernel.open(MAXIMUM);
    const attack = new Attack(kernel, 1);
    attack.prepare();
    const before = kernel.blocks();
    const root = kernel.bytes.slice(ROOT, HEAP_START);
    attack.scribbleEverywhere();
    expect(before).to.have.length.above(2);
    expect(before.every((at) => kernel.exports.host_length(at) === 0)).to.equal(true);
    expect(kernel.bytes.slice(ROOT, HEAP_START)).to.deep.equal(root);
  });
});
