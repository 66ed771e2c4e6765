// Compressors look for repetitions in what came shortly before: functions that are alike shall stand side by side.

/** How many of the functions before one count. */
const NEAR = 3;
/** What is in more functions than this says nothing about any. */
const COMMON = 80;
/** Small functions are not sought for being small: so many pieces of four bytes are added to each. */
const SMALL = 60;

/**
 * The module with names for its functions that are in order where each function follows those that it is most like.
 *
 * @param {Uint8Array} module without names
 * @returns {Buffer}
 */
export function namedByLikeness(module) {
  const { imported, bodies } = functionsOf(module);
  const order = byLikeness(bodies);
  const rank = new Map(order.map((index, place) => [index, place]));
  const names = bodies.flatMap((_, index) => [...leb(imported + index), ...text(String(rank.get(index)).padStart(6, '0'))]);
  const functions = [...leb(bodies.length), ...names];
  const content = [...text('name'), 1, ...leb(functions.length), ...functions];
  return Buffer.concat([module, Buffer.from([0, ...leb(content.length), ...content])]);
}

/** @param {Buffer[]} bodies @returns {number[]} */
function byLikeness(bodies) {
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
    order.slice(-NEAR).forEach((near, place) => {
      for (const piece of pieces[near]) {
        const others = holders.get(piece) ?? [];
        if (others.length > COMMON) continue;
        const weight = (place + 1) / NEAR / Math.log2(1 + others.length);
        for (const other of others) if (left.has(other)) likeness.set(other, (likeness.get(other) ?? 0) + weight);
      }
    });
    next = /** @type {number} */ (left.values().next().value);
    let best = 0;
    for (const [other, sum] of likeness) {
      const value = sum / Math.sqrt(pieces[other].size + SMALL);
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
