// One call of the plug-in `abi` (abi-script.js), made at random: imports in any order, and what each of them must come to.
import { ref } from './abi-script.js';

/** @import { AbiModel } from './abi-model.js' */

/**
 * The block that line `at` gave. One that is freed rests, and can be read; one that is gone may be handed out again.
 * @typedef {{at: number, content: Uint8Array, state: 'live' | 'freed' | 'gone'}} Block
 */

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];
const OFF = 0x7fffffffn;
/** How many pages of kernel memory the plug-ins may have: requests for more fail. */
export const MAX_PAGES = 64;
const NAMES = ['a', 'greeting', 'ä', 'x'.repeat(40), '__proto__'];

const encoder = new TextEncoder();
export const texts = new TextDecoder();
/** Bytes as a key of a Map. @param {Uint8Array} bytes */
const keyOf = (bytes) => String.fromCharCode(...bytes);
/** The number in up to eight bytes, little-endian. @param {Uint8Array} bytes */
const numberIn = (bytes) => bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** What handle 0 stands for: `alloc` has no block of no bytes. @type {Block} */
const EMPTY = { at: -1, content: new Uint8Array(), state: 'live' };

/** A block as an argument. @param {Block} block */
const handleOf = (block) => (block === EMPTY ? 0n : ref(block.at));

/** One call: lines, what each must come to, and how the call must end. */
export class Call {
  lines = [];
  /** By line: the result, or a check of it that gives what is wrong. @type {(bigint | ((result: bigint, all: bigint[]) => string | undefined) | undefined)[]} */
  expected = [];
  /** @type {Block[]} */
  blocks = [];
  logged = [];
  /** @type {{block: Block, from: number, length: number} | 'empty' | undefined} */
  output;
  /** @type {Block | undefined} */
  error;
  inputFreed = false;
  exitCode = 0;
  /** Whether a request for memory failed. */
  exhausted = false;
  /** Set where an import ends the call. @type {string | undefined} */
  code;

  /** @param {(limit: number) => number} below @param {AbiModel} model */
  constructor(below, model) {
    this.below = below;
    this.model = model;
  }

  line(operation, args, expected) {
    this.lines.push([operation, ...args]);
    this.expected.push(expected);
    return this.lines.length - 1;
  }

  /** A new block of the import on the next line: aligned, and where nothing else is. @param {string} operation @param {any[]} args @param {Uint8Array} content */
  gives(operation, args, content) {
    const others = this.there().map(({ at, content: { length } }) => ({ at, length }));
    const at = this.line(operation, args, (handle, all) => {
      if (handle === 0n || handle % 16n !== 0n) return 'no handle';
      const overlapping = others.find((other) => handle < all[other.at] + BigInt(other.length) && all[other.at] < handle + BigInt(content.length));
      return overlapping && `where the block of line ${overlapping.at} is`;
    });
    this.blocks.push({ at, content, state: 'live' });
    return this.blocks.at(-1);
  }

  bytes(length) {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** A new block with a text that may be a name, or any bytes. */
  block() {
    const content = this.below(3) === 0 ? this.bytes(1 + this.below(100)) : encoder.encode(NAMES[this.below(NAMES.length)]);
    return this.gives('block', [content], Uint8Array.from(content));
  }

  there() {
    return this.blocks.filter(({ state }) => state !== 'gone');
  }

  any() {
    const blocks = this.there();
    return blocks.length === 0 ? this.block() : blocks[this.below(blocks.length)];
  }

  /** A key. */
  key() {
    return this.below(8) === 0 ? EMPTY : this.any();
  }

  live() {
    const blocks = this.blocks.filter(({ state }) => state === 'live');
    return blocks.length === 0 ? this.block() : blocks[this.below(blocks.length)];
  }

  /** What no block begins at, and is not 0. */
  nowhere() {
    const block = this.live();
    const inside = block.content.length > 1 ? [ref(block.at, 1 + this.below(block.content.length - 1))] : [];
    const all = [...inside, 8n, 16n, 1n << 32n, (1n << 32n) + 4096n, 1n << 63n, (1n << 64n) - 1n, ref(block.at, -16), ref(block.at, -1)];
    return all[this.below(all.length)];
  }

  /** Output and error stay where they are, whoever frees them. @param {Block} block */
  free(block) {
    const isOutput = typeof this.output === 'object' && this.output.block === block && this.output.length > 0;
    if (block !== EMPTY && !isOutput && this.error !== block) block.state = 'freed';
  }

  steps = {
    alloc: () => {
      const length = [0, 1 + this.below(20), 1 + this.below(2000)][this.below(3)];
      if (length === 0) this.line('alloc', [0n], 0n);
      else this.gives('alloc', [BigInt(length)], new Uint8Array(length));
    },
    'alloc of too much': () => {
      if (this.below(4) > 0) return;
      const sizes = [65536n * BigInt(MAX_PAGES), (1n << 32n) - 1n, 1n << 32n, (1n << 32n) + 8n, 1n << 63n, (1n << 64n) - 1n];
      this.line('alloc', [sizes[this.below(sizes.length)]], 0n);
      this.exhausted = true;
      // Whatever rests is taken before a request fails.
      for (const block of this.blocks) if (block.state === 'freed') block.state = 'gone';
    },
    block: () => this.block(),
    free: () => {
      const block = this.any();
      this.line('free', [ref(block.at)], 0n);
      this.free(block);
    },
    'free of nothing': () => this.line('free', [this.nowhere()], 0n),
    length: () => {
      const block = this.any();
      this.line('length', [ref(block.at)], block.state === 'live' ? BigInt(block.content.length) : 0n);
    },
    'length of nothing': () => this.line('length', [this.nowhere()], 0n),
    length_unsafe: () => {
      const block = this.live();
      this.line('length_unsafe', [ref(block.at)], BigInt(block.content.length));
    },
    load: () => {
      const { at, content } = this.any();
      const off = this.below(content.length);
      this.line('load_u8', [ref(at, off)], BigInt(content[off]));
      if (off + 8 <= content.length) this.line('load_u64', [ref(at, off)], numberIn(content.subarray(off, off + 8)));
    },
    'load from nowhere': () => this.line(['load_u8', 'load_u64'][this.below(2)], [[0n, 8n, 16n, 4080n, 1n << 32n, (1n << 64n) - 4n][this.below(6)]], 0n),
    store: () => {
      const { at, content } = this.any();
      const off = this.below(content.length);
      const wide = off + 8 <= content.length && this.below(2) === 0;
      const bytes = this.bytes(wide ? 8 : 1);
      this.line(wide ? 'store_u64' : 'store_u8', [ref(at, off), numberIn(bytes)], 0n);
      content.set(bytes, off);
    },
    'store to nowhere': () => this.line(['store_u8', 'store_u64'][this.below(2)], [[0n, 8n, 16n, 4080n, 1n << 32n, (1n << 64n) - 4n][this.below(6)], 255n], 0n),
    input: () => {
      const freed = this.inputFreed;
      this.line('input_length', [], (length, all) => (length === (freed ? 0n : BigInt(all.input.length)) ? undefined : 'not the length of the input'));
      const off = this.below(3000);
      const wide = this.below(2) === 0;
      this.line(wide ? 'input_load_u64' : 'input_load_u8', [BigInt(off)], (value, { input }) => {
        const bytes = input.subarray(off, off + (wide ? 8 : 1));
        const wanted = !freed && bytes.length === (wide ? 8 : 1) ? numberIn(bytes) : 0n;
        return value === wanted ? undefined : `not ${wanted} as in the input`;
      });
    },
    'free of the input': () => {
      // Its place may be another block's once it is free.
      if (this.inputFreed || this.below(10) > 0) return;
      this.line('free', [ref(this.line('input_offset', [], undefined))], 0n);
      this.inputFreed = true;
    },
    output: () => {
      const block = this.any();
      const from = this.below(block.content.length);
      const length = this.below(block.content.length - from + 1);
      this.line('output_set', [ref(block.at, from), BigInt(length)], 0n);
      this.output = { block, from, length };
    },
    'empty output': () => {
      this.line('output_set', [0n, 0n], 0n);
      this.output = 'empty';
    },
    'output from nowhere': () => {
      const [from, length] = [[0n, 1n], [1n << 32n, 0n], [16n, 8n], [(1n << 64n) - 8n, 16n], [8n, (1n << 64n) - 8n]][this.below(5)];
      this.line('output_set', [from, length], 0n);
    },
    error: () => {
      this.error = this.any();
      this.line('error_set', [ref(this.error.at)], 0n);
      const { at } = this.error;
      this.line('error_get', [], (handle, all) => (handle === all[at] ? undefined : 'not the error that was set'));
    },
    'no error': () => {
      this.line('error_set', [0n], 0n);
      this.line('error_get', [], 0n);
      this.error = undefined;
    },
    config: () => {
      const key = this.key();
      const value = this.model.config[texts.decode(key.content)];
      const known = value !== undefined && Object.hasOwn(this.model.config, texts.decode(key.content));
      if (known) this.gives('config_get', [handleOf(key)], encoder.encode(value));
      else this.line('config_get', [handleOf(key)], 0n);
      this.free(key);
    },
    var: () => {
      const key = this.key();
      const value = this.model.vars.get(keyOf(key.content));
      if (value !== undefined) this.gives('var_get', [handleOf(key)], Uint8Array.from(value));
      else this.line('var_get', [handleOf(key)], 0n);
      this.free(key);
    },
    'set a var': () => {
      const [key, value] = [this.key(), this.any()];
      this.line('var_set', [handleOf(key), ref(value.at)], 0n);
      if (!this.model.setVar(keyOf(key.content), value.content)) this.code = 'VAR_LIMIT';
      this.free(key);
      this.free(value);
    },
    'delete a var': () => {
      const key = this.key();
      this.line('var_set', [handleOf(key), 0n], 0n);
      this.model.vars.delete(keyOf(key.content));
      this.free(key);
    },
    log: () => {
      const [block, level] = [this.key(), this.below(LEVELS.length)];
      this.line(`log_${LEVELS[level]}`, [handleOf(block)], 0n);
      if (level >= this.model.level) this.logged.push([LEVELS[level], texts.decode(block.content)]);
      this.free(block);
    },
    'log level': () => this.line('get_log_level', [], this.model.level === LEVELS.length ? OFF : BigInt(this.model.level)),
    'a bad handle': () => {
      if (this.below(8) > 0) return;
      const [operation, ...more] = [['config_get'], ['var_get'], ['log_error'], ['var_set', ref(this.live().at)]][this.below(4)];
      this.line(operation, [this.nowhere(), ...more], undefined);
      if (operation !== 'log_error' || this.model.level < LEVELS.length) this.code = 'BAD_HANDLE';
    },
    exit: () => {
      if (this.below(5) > 0) return;
      this.exitCode = this.below(3) - 1;
      this.line('exit', [BigInt.asUintN(64, BigInt(this.exitCode))], 0n);
    },
  };

  /** The code of the error that it ends in, if any. @param {boolean} quiet */
  ending(quiet) {
    if (this.error !== undefined) return 'PLUGIN_ERROR';
    const ending = this.code ?? (this.exitCode === 0 ? undefined : 'EXIT_CODE');
    const hasOutput = this.output !== undefined || (!quiet && this.code === undefined);
    return this.exhausted && !hasOutput && ending !== 'VAR_LIMIT' ? 'MEMORY_LIMIT' : ending;
  }

  /** What is there in the end: contents once more, and lengths. */
  readAll() {
    for (const { at, content, state } of this.blocks) {
      if (state !== 'live') this.line('length', [ref(at)], state === 'freed' ? 0n : undefined);
      else this.line('length', [ref(at)], BigInt(content.length));
      if (state === 'gone') continue;
      for (const off of [0, content.length - 1]) this.line('load_u8', [ref(at, off)], BigInt(content[off]));
    }
  }
}
