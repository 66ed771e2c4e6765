/**
 * The shared memory through which a page and a worker take turns. Each side has a bell: a counter that the other side
 * raises when it is done and everything it has to say stands in the fields.
 * @module
 */

import { logLevels } from '../log-levels.js';
import { explained } from '../room.js';
import { gaveTurn, PagePoll, pollInWorker } from './poll.js';

/** What the page wants, in `field.command`. */
export const command = Object.freeze({ call: 1, returned: 2, threw: 3, listen: 4, end: 5 });

/** What the worker's side throws when the page wants nothing any more: so it stops blocking, and can be terminated at once. */
export const ended = Object.freeze(new Error('the page has ended this worker'));

/** What the worker says, in `field.status`. */
export const status = Object.freeze({ done: 1, failed: 2, host: 3, log: 4, message: 5 });

/** The types of results, by their numbers in `field.result`. */
export const resultTypes = Object.freeze([undefined, 'void', 'i32', 'i64', 'f32', 'f64']);

/** Fields of 32 bits, by their indices. */
const field = Object.freeze({
  /** The worker's bell and the page's. */
  worker: 0,
  page: 1,
  command: 2,
  status: 3,
  /** Which function is called: of the plug-in, or of the host. */
  index: 4,
  /** How many values there are. */
  count: 5,
  /** The type of the result that the plug-in wants of a host function. */
  result: 6,
  /** Bytes of payload: changes of vars, or a message of the log. */
  payload: 7,
  /** The level of the log, as an index of `logLevels`. */
  level: 8,
  /** Whether the worker sleeps: then its answer takes long, however little there is to do. */
  asleep: 9,
});

/** What a value is, by its tag. */
const tag = Object.freeze({ none: 0, number: 1, bigint: 2 });

/** As many values as a WebAssembly function can have parameters. */
const MAX_VALUES = 1000;
const TAGS = 1024;
const VALUES = 4096;
const PAYLOAD = 16384;
const PAGE = 65536;

/** How large a payload can become, in pages; less where the engine does not reserve that much. */
const MAX_PAGES = [16384, 1024, 64];

/**
 * Shared memory that can grow: a buffer, or, where buffers cannot grow, a memory of WebAssembly, of which there is room for
 * few.
 * @typedef {SharedArrayBuffer | WebAssembly.Memory} ChannelMemory
 */

/** @returns {ChannelMemory} for a channel */
export function channelMemory() {
  for (const maximum of MAX_PAGES) {
    try {
      if (canGrow) return new SharedArrayBuffer(PAGE, { maxByteLength: PAGE * maximum });
      return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    } catch (error) {
      if (maximum === MAX_PAGES.at(-1)) throw explained("a worker's channel", error);
    }
  }
  throw new RangeError('unreachable');
}

const canGrow = typeof SharedArrayBuffer === 'function' && 'grow' in SharedArrayBuffer.prototype;

/** @param {ChannelMemory} memory @returns {SharedArrayBuffer} */
const bufferOf = (memory) => /** @type {SharedArrayBuffer} */ (memory instanceof WebAssembly.Memory ? memory.buffer : memory);

/** @param {ChannelMemory} memory @param {number} length at least so many bytes */
function growTo(memory, length) {
  const missing = length - bufferOf(memory).byteLength;
  if (missing <= 0) return;
  if (memory instanceof WebAssembly.Memory) memory.grow(Math.ceil(missing / PAGE));
  else memory.grow(PAGE * Math.ceil(length / PAGE));
}

/** What both sides have in common. */
class Channel {
  #memory;
  #tags;
  #numbers;
  #bigints;
  /** @protected */
  words;
  /** The bell of the other side. */
  #other;
  /** The own bell, and what it stood at when it was looked at last. */
  #own;
  /** @protected */
  seen = 0;

  /**
   * @param {ChannelMemory} memory
   * @param {number} own
   * @param {number} other
   */
  constructor(memory, own, other) {
    const buffer = bufferOf(memory);
    this.#memory = memory;
    this.words = new Int32Array(buffer, 0, 16);
    this.#tags = new Uint8Array(buffer, TAGS, MAX_VALUES);
    this.#numbers = new Float64Array(buffer, VALUES, MAX_VALUES);
    this.#bigints = new BigInt64Array(buffer, VALUES, MAX_VALUES);
    this.#own = own;
    this.#other = other;
  }

  /** Lets the other side go on. */
  ring() {
    Atomics.add(this.words, this.#other, 1);
    Atomics.notify(this.words, this.#other);
  }

  /** @protected whether the other side has rung; takes note of it */
  get rung() {
    const value = Atomics.load(this.words, this.#own);
    if (value === this.seen) return false;
    this.seen = value;
    return true;
  }

  get index() {
    return this.words[field.index];
  }

  set index(value) {
    this.words[field.index] = value;
  }

  get result() {
    return resultTypes[this.words[field.result]];
  }

  set result(type) {
    this.words[field.result] = resultTypes.indexOf(type);
  }

  get level() {
    return logLevels[this.words[field.level]];
  }

  set level(name) {
    this.words[field.level] = logLevels.indexOf(name);
  }

  /** @returns {unknown[]} */
  get values() {
    const values = [];
    const count = Math.min(this.words[field.count], MAX_VALUES);
    for (let i = 0; i < count; i++) values.push(this.#value(i));
    return values;
  }

  set values(/** @type {unknown[]} */ values) {
    this.words[field.count] = values.length;
    for (let i = 0; i < values.length; i++) this.#setValue(i, values[i]);
  }

  /** @param {number} i */
  #value(i) {
    const kind = this.#tags[i];
    return kind === tag.number ? this.#numbers[i] : kind === tag.bigint ? this.#bigints[i] : undefined;
  }

  /** @param {number} i @param {unknown} value */
  #setValue(i, value) {
    if (typeof value === 'number') {
      this.#tags[i] = tag.number;
      this.#numbers[i] = value;
    } else if (typeof value === 'bigint') {
      this.#tags[i] = tag.bigint;
      this.#bigints[i] = value;
    } else {
      this.#tags[i] = tag.none;
    }
  }

  /** A copy of the payload; `undefined` when there is none. @returns {Uint8Array | undefined} */
  get payload() {
    const length = this.words[field.payload];
    return length > 0 ? new Uint8Array(bufferOf(this.#memory), PAYLOAD, length).slice() : undefined;
  }

  set payload(/** @type {Uint8Array | undefined} */ bytes) {
    const length = bytes?.length ?? 0;
    if (bytes !== undefined && length > 0) {
      growTo(this.#memory, PAYLOAD + length);
      new Uint8Array(bufferOf(this.#memory), PAYLOAD, length).set(bytes);
    }
    this.words[field.payload] = length;
  }
}

/** The worker's side, which may block. */
export class WorkerChannel extends Channel {
  #ring;

  /**
   * @param {ChannelMemory} memory
   * @param {() => void} [ring] tells the page by other means, too
   */
  constructor(memory, ring) {
    super(memory, field.worker, field.page);
    this.#ring = ring;
  }

  /** Waits for the page's next command. @throws {Error} `ended`, from then on */
  next() {
    if (!pollInWorker(this.words, field.worker, this.seen)) Atomics.store(this.words, field.asleep, 1);
    while (!this.rung && this.words[field.command] !== command.end) Atomics.wait(this.words, field.worker, this.seen);
    Atomics.store(this.words, field.asleep, 0);
    const wanted = this.words[field.command];
    if (wanted === command.end) throw ended;
    return wanted;
  }

  /** @param {number} value */
  answer(value) {
    this.words[field.status] = value;
    this.ring();
    this.#ring?.();
  }
}

/** `Atomics.waitAsync`, where the engine has it. @type {((words: Int32Array, index: number, value: number) => {async: boolean, value: any}) | undefined} */
const waitAsync = /** @type {any} */ (Atomics).waitAsync;

/** The page's side, which may not. */
export class PageChannel extends Channel {
  /** Ends the waiting where the engine cannot wait for memory. @type {(() => void) | undefined} */
  #wake;
  #ended = false;
  #poll = new PagePoll();
  /** Whether the answer may come so soon that it is worth looking for. */
  #looks = false;

  /** @param {ChannelMemory} memory */
  constructor(memory) {
    super(memory, field.page, field.worker);
  }

  /** Whether the worker must send a message beside each answer. */
  static get needsRing() {
    return waitAsync === undefined;
  }

  /** @param {number} value */
  send(value) {
    this.#looks = Atomics.load(this.words, field.asleep) === 0;
    this.words[field.command] = value;
    this.ring();
  }

  /** What the worker answered; `undefined` once the channel has ended. @returns {Promise<number | undefined>} */
  async answered() {
    if (this.#looks) this.#poll.look(this.words, field.page, this.seen);
    while (!this.#ended && !this.rung) {
      if (waitAsync === undefined) {
        await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
      } else {
        const waiting = waitAsync(this.words, field.page, this.seen);
        if (waiting.async) await waiting.value;
      }
      gaveTurn();
    }
    return this.#ended ? undefined : this.words[field.status];
  }

  /** What `answered` waits for has come, where it does not see so by itself. */
  wake() {
    this.#wake?.();
  }

  /** Whoever waits, waits no more, on either side. */
  end() {
    this.#ended = true;
    this.send(command.end);
    Atomics.notify(this.words, field.page);
    this.#wake?.();
  }
}
