// Compressors look for repetitions in what came shortly before: functions that are alike shall stand side by side. Which order is best cannot be
// computed; some are made by rules, the best of them are changed here and there, and what is smaller stays.
import { gzipSync } from 'node:zlib';

/**
 * A rule for what is alike.
 * @typedef {object} Rule
 * @property {number} near how many of the functions before one count
 * @property {number} common what is in more functions than this says nothing about any
 * @property {number} small small functions are not sought for being small: so many pieces of four bytes are added to each
 */

/** @type {Rule[]} */
const rules = [2, 3, 4, 5].flatMap((near) => [80, 200].flatMap((common) => [60, 150].map((small) => ({ near, common, small }))));

/** How many changes of each are tried: most of what can be gained is gained by then. */
const CHANGES = 300;

/** The most functions that are moved at once. */
const MOVED = 40;

/**
 * The module with names for its functions that are in order where each function follows those that it is most like: in several such
 * orders. Functions call each other by numbers, and only the module that is put in order has the numbers that are compressed.
 *
 * @param {Uint8Array} module without names
 * @returns {Buffer[]}
 */
export function namedByLikeness(module) {
  const { imported, bodies } = functionsOf(module);
  return rules.map((rule) => named(module, imported, improved(bodies, byLikeness(bodies, rule))));
}

/** @param {Uint8Array} module @param {number} imported how many functions it imports @param {number[]} order */
function named(module, imported, order) {
  const rank = new Map(order.map((index, place) => [index, place]));
  const names = order.flatMap((_, index) => [...leb(imported + index), ...text(String(rank.get(index)).padStart(6, '0'))]);
  const functions = [...leb(order.length), ...names];
  const content = [...text('name'), 1, ...leb(functions.length), ...functions];
  return Buffer.concat([module, Buffer.from([0, ...leb(content.length), ...content])]);
}

/** What takes least when it is compressed. @param {Buffer[]} modules */
export const smallest = (modules) => modules.reduce((best, module) => (gzipSync(module, { level: 9 }).length < gzipSync(best, { level: 9 }).length ? module : best));

/**
 * An order, changed.
 * @param {Buffer[]} bodies
 * @param {number[]} order
 */
function improved(bodies, order) {
  const size = (/** @type {number[]} */ changed) => {
    const code = Buffer.concat(changed.map((index) => bodies[index]));
    return gzipSync(code, { level: 9 }).length;
  };
  let best = order;
  let least = size(best);
  // The same numbers at each build.
  let state = 1;
  const below = (/** @type {number} */ limit) => Math.floor(((state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32) * limit);
  for (let change = 0; change < CHANGES; change++) {
    const count = 1 + below(1 + below(MOVED));
    const from = below(best.length - count);
    const moved = best.slice(from, from + count);
    const rest = best.toSpliced(from, count);
    const changed = rest.toSpliced(below(rest.length + 1), 0, ...(below(3) === 0 ? moved.reverse() : moved));
    const its = size(changed);
    if (its <= least) [best, least] = [changed, its];
  }
  return best;
}

/** @param {Buffer[]} bodies @param {Rule} rule @returns {number[]} */
function byLikeness(bodies, { near, common, small }) {
  const pieces = bodies.map((body) => {
    const found = new Set();
    for (let at = 0; at + 4 <= body.length; at++) found.add(body.readUInt32LE(at));
    return found;
  });
  /** @type {Map<number, number[]>} */
  const holders = new Map();
  pieces.forEach((found, index) => {
    for (const piece of found) holders.set(piece, [...(holders.get(piece) ?? []), index]);
  });
  const left = new Set(bodies.keys());
  /** @type {number[]} */
  const order = [];
  // The module begins with its largest function.
  for (let next = 0; left.size > 0; ) {
    left.delete(next);
    order.push(next);
    /** @type {Map<number, number>} */
    const likeness = new Map();
    order.slice(-near).forEach((earlier, place) => {
      for (const piece of pieces[earlier]) {
        const others = holders.get(piece) ?? [];
        if (others.length > common) continue;
        const weight = (place + 1) / near / Math.log2(1 + others.length);
        for (const other of others) if (left.has(other)) likeness.set(other, (likeness.get(other) ?? 0) + weight);
      }
    });
    next = /** @type {number} */ (left.values().next().value);
    let best = 0;
    for (const [other, sum] of likeness) {
      const value = sum / Math.sqrt(pieces[other].size + small);
      if (value > best) [best, next] = [value, other];
    }
  }
  return order;
}

/**
 * How many functions a module imports, and the bodies of its own.
 * @param {Uint8Array} module
 */
function functionsOf(module) {
  const bytes = Buffer.from(module);
  let at = 8;
  const number = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  /** @type {Buffer[]} */
  const bodies = [];
  while (at < bytes.length) {
    const id = bytes[at++];
    const length = number();
    const end = at + length;
    if (id === 10) {
      for (let count = number(); count > 0; count--) {
        const size = number();
        bodies.push(bytes.subarray(at, at + size));
        at += size;
      }
    }
    at = end;
  }
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === 'function').length;
  return { imported, bodies };
}

/** @param {number} value */
function leb(value) {
  const out = [];
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}

/** @param {string} value */
const text = (value) => [...leb(value.length), ...Buffer.from(value)];
