// The kernel module, over a memory of the test's choice.
import { fixtureBytes } from '../../support/fixtures.js';

export const PAGE = 65536;

/** Where the root is, and the heap starts. */
export const ROOT = 4096;
export const HEAP_START = 4608;

/** Bytes of header before each block. */
export const HEADER = 16;

/** How many bytes are freed after a block before it is handed out again. */
export const REST = 256 * 1024;

/** The largest u64, as engines show it. */
export const U64_MAX = -1n;

/** Every export, and its parameters: 64 for an i64, 32 for an i32. */
export const EXPORTS = {
  alloc: [64],
  free: [64],
  length: [64],
  length_unsafe: [64],
  load_u8: [64],
  load_u32: [64],
  load_u64: [64],
  store_u8: [64, 32],
  store_u32: [64, 32],
  store_u64: [64, 64],
  input_offset: [],
  input_length: [],
  input_load_u8: [64],
  input_load_u64: [64],
  output_set: [64, 64],
  error_set: [64],
  error_get: [],
  host_begin: [32],
  host_input_truncate: [32],
  host_reset: [],
  host_alloc: [32],
  host_free: [32],
  host_discard: [32],
  host_length: [32],
  host_readable: [32],
  host_output_offset: [],
  host_output_length: [],
  host_error_offset: [],
  host_status: [],
  host_bytes_in_use: [],
  host_blocks_in_use: [],
  host_next_block: [32],
  host_extent: [],
  host_watermark: [],
  host_raise_watermark: [32],
  host_reserve: [32],
};

/** @returns {Promise<Uint8Array>} the module as it is shipped */
export const kernelBytes = () => fixtureBytes('kernel');

/** The module linked to a memory, which is what the host gets. */
export class Kernel {
  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Memory} memory
   */
  constructor(module, memory) {
    this.memory = memory;
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
  }

  /** A kernel over a new memory of one page. */
  static async open(maximum = 65536) {
    const module = await WebAssembly.compile(await kernelBytes());
    return new Kernel(module, new WebAssembly.Memory({ initial: 1, maximum }));
  }

  /** The memory's bytes; a new view each time, as growing detaches it. */
  get bytes() {
    return new Uint8Array(this.memory.buffer);
  }

  /** Begins a call as a host does: allocates the input and overwrites it. @param {Iterable<number>} input */
  begin(input) {
    const bytes = Uint8Array.from(input);
    const at = this.exports.host_begin(bytes.length);
    if (at !== 0) this.bytes.set(bytes, at);
    return at;
  }

  /** Frees so much that every block which rests is handed out again. */
  rest() {
    this.exports.host_free(this.exports.host_alloc(REST));
  }

  /** The addresses of all live blocks, by the host's walk. */
  blocks() {
    const blocks = [];
    for (let at = this.next(0); at !== 0; at = this.next(at)) blocks.push(at);
    return blocks;
  }

  /** @param {number} at */
  next(at) {
    return this.exports.host_next_block(at) >>> 0;
  }

  /** `length` bytes from `at` on, by the plug-in's loads. */
  load(at, length) {
    return Array.from({ length }, (_, i) => this.exports.load_u8(BigInt(at) + BigInt(i)));
  }
}
