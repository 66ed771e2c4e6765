// Kernel memory as it was at any event of a trace.

/** @import { CallTrace } from 'extism-web' */

/**
 * What a block is for. A block that the plug-in made is `guest` until it becomes the output or the error.
 * @typedef {'input' | 'output' | 'error' | 'config' | 'var' | 'http' | 'host' | 'guest'} Role
 *
 * @typedef {object} Block
 * @property {number} offset its address (bytes)
 * @property {number} length bytes
 * @property {Role} role
 * @property {Role} made what it was made as
 * @property {number} madeBy the event that made it
 * @property {number | null} freedBy the event that freed it; it rests then, and may be handed out again
 *
 * @typedef {object} Moved bytes that went from one memory to another
 * @property {number} pageToKernel
 * @property {number} kernelToPlugin
 * @property {number} pluginToKernel
 * @property {number} kernelToPage
 *
 * @typedef {object} State
 * @property {Block[]} blocks in the order of their addresses
 * @property {{offset: number, length: number} | null} touched what the event read, wrote or made
 * @property {Moved} moved
 */

const rolesByImport = { config_get: 'config', var_get: 'var', http_request: 'http', http_headers: 'http' };

/** @param {any} event @returns {Role} */
const roleOf = ({ module, name }) => (module === 'extism:host/env' && Object.hasOwn(rolesByImport, name) ? rolesByImport[name] : 'host');

/** @param {Block} block @param {number} offset */
const contains = (block, offset) => offset >= block.offset && offset < block.offset + Math.max(block.length, 1);

/** Blocks without those that rest where a later one was made. @param {Block[]} all */
function present(all) {
  const sorted = all.toSorted((a, b) => a.offset - b.offset || a.madeBy - b.madeBy);
  const kept = [];
  for (const block of sorted) {
    while (kept.length > 0 && overlaps(kept[kept.length - 1], block) && gone(kept[kept.length - 1], block)) kept.pop();
    const last = kept[kept.length - 1];
    if (!last || !overlaps(last, block) || !gone(block, last)) kept.push(block);
  }
  return kept;
}

/** @param {Block} a @param {Block} b the one at the higher address */
const overlaps = (a, b) => a.offset + a.length > b.offset;

/** Whether a block that was freed has made room for another. @param {Block} block @param {Block} other */
const gone = (block, other) => block.freedBy !== null && block.madeBy < other.madeBy;

export class Replay {
  /** @param {CallTrace} trace */
  constructor(trace) {
    this.trace = trace;
    /** @type {any[]} */
    this.events = trace.events;
    /** The lowest address that a block had, and the end of the highest one: the high-water mark. */
    this.low = Infinity;
    this.high = 0;
    for (const { offset, length } of this.events.flatMap((event) => madeBy(event))) {
      this.low = Math.min(this.low, offset);
      this.high = Math.max(this.high, offset + length);
    }
    if (this.high === 0) this.low = 0;
  }

  /**
   * Memory right after an event.
   * @param {number} index
   * @returns {State}
   */
  at(index) {
    /** The block at each address that is in use, or was the last there. @type {Map<number, Block>} */
    const current = new Map();
    const old = [];
    const moved = { pageToKernel: 0, kernelToPlugin: 0, pluginToKernel: 0, kernelToPage: 0 };
    const results = { output: /** @type {Block | undefined} */ (undefined), error: /** @type {Block | undefined} */ (undefined) };
    const find = (offset) => current.get(offset) ?? [...current.values()].find((block) => block.freedBy === null && contains(block, offset));
    const make = ({ offset, length }, role, i) => {
      const last = current.get(offset);
      if (last) old.push(last);
      current.set(offset, { offset, length, role, made: role, madeBy: i, freedBy: null });
    };
    const free = (offset, i) => {
      const block = current.get(offset);
      if (block && block.freedBy === null) block.freedBy = i;
    };
    for (let i = 0; i <= index && i < this.events.length; i++) {
      const event = this.events[i];
      switch (event.type) {
        case 'begin':
          if (event.input) make(event.input, 'input', i);
          moved.pageToKernel += event.input?.length ?? 0;
          break;
        case 'alloc':
          if (event.offset > 0) make(event, 'guest', i);
          break;
        case 'free':
          free(event.offset, i);
          break;
        case 'host':
          for (const block of event.blocks) {
            make(block, roleOf(event), i);
            moved.pageToKernel += block.length;
          }
          for (const offset of event.freed) free(offset, i);
          break;
        case 'load':
        case 'input':
          moved.kernelToPlugin += event.length;
          break;
        case 'store':
          moved.pluginToKernel += event.length;
          break;
        case 'output':
        case 'error': {
          const before = results[event.type];
          if (before) before.role = before.made;
          const block = event.offset > 0 ? find(event.offset) : undefined;
          if (block) block.role = event.type;
          results[event.type] = block;
          break;
        }
        case 'end':
          moved.kernelToPage += event.output?.length ?? 0;
      }
    }
    return { blocks: present([...current.values(), ...old.filter((block) => block.freedBy !== null)]), touched: touchedBy(this.events[index], this.events), moved };
  }

  /**
   * What a block held right after an event. Memory that nobody wrote to is zeros.
   * @param {Block} block
   * @param {number} index
   * @returns {Uint8Array}
   */
  bytes(block, index) {
    const bytes = new Uint8Array(Math.min(block.length, LARGEST));
    const write = (offset, data) => {
      const from = Math.max(offset, block.offset);
      const to = Math.min(offset + data.length, block.offset + bytes.length);
      if (to > from) bytes.set(data.subarray(from - offset, to - offset), from - block.offset);
    };
    for (let i = block.madeBy; i <= index && i < this.events.length; i++) {
      const event = this.events[i];
      if (event.type === 'begin' && event.input) write(event.input.offset, event.input.bytes);
      else if (event.type === 'store') write(event.offset, event.bytes);
      else if (event.type === 'host') for (const made of event.blocks) write(made.offset, made.bytes);
    }
    return bytes;
  }
}

/** More of a block is not shown (bytes). */
const LARGEST = 64 * 2 ** 20;

/** The blocks that an event makes. @param {any} event @returns {{offset: number, length: number}[]} */
function madeBy(event) {
  if (event.type === 'begin') return event.input ? [event.input] : [];
  if (event.type === 'alloc') return event.offset > 0 ? [event] : [];
  return event.type === 'host' ? event.blocks : [];
}

/** @param {any} event @param {any[]} events @returns {{offset: number, length: number} | null} */
function touchedBy(event, events) {
  if (!event) return null;
  const [made] = madeBy(event);
  if (made) return { offset: made.offset, length: made.length };
  if (event.type === 'end') return event.output;
  if (event.type === 'input') {
    const { input } = events[0];
    return input && { offset: input.offset + event.offset, length: event.length };
  }
  return typeof event.offset === 'number' && event.offset > 0 ? { offset: event.offset, length: event.length ?? 0 } : null;
}
