// Writes small modules in the binary format, for what the fixtures' text format cannot say or is too odd to keep there.
//
//   const bytes = wasm(
//     section(1, [FUNCTION, vec([i32]), vec([])]),   // each argument after the id is one entry
//     section(2, [...name('env'), ...name('f'), 0, 0]),
//   );

export const i32 = 0x7f;
export const i64 = 0x7e;
export const externref = 0x6f;
export const funcref = 0x70;

/** Ids of sections. */
export const id = { types: 1, imports: 2, functions: 3, tables: 4, memories: 5, globals: 6, exports: 7, start: 8, code: 10, tags: 13 };

/** Kinds of imports and exports. */
export const kind = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

/** An unsigned number. @param {number} value */
export function leb(value) {
  const bytes = [];
  do {
    bytes.push((value % 128) + (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** Its number of entries, and the entries. @param {(number | number[])[]} entries */
export const vec = (entries) => [...leb(entries.length), ...entries.flat()];

/** @param {string} text */
export const name = (text) => vec([...new TextEncoder().encode(text)]);

/** @param {(number | number[])[]} params @param {(number | number[])[]} results */
export const func = (params, results) => [0x60, ...vec(params), ...vec(results)];

/** @param {string} from @param {string} what @param {number[]} description the kind and the type */
export const imported = (from, what, ...description) => [...name(from), ...name(what), ...description];

/** @param {string} as @param {number} what a kind @param {number} index */
export const exported = (as, what, index) => [...name(as), what, ...leb(index)];

/** A function's body without locals. @param {number[]} instructions */
export function body(...instructions) {
  const content = [0, ...instructions, 0x0b];
  return [...leb(content.length), ...content];
}

/** A section that is a vector. @param {number} number @param {(number | number[])[]} entries */
export const section = (number, ...entries) => raw(number, vec(entries));

/** A section of any content. @param {number} number @param {number[]} content */
export const raw = (number, content) => [number, ...leb(content.length), ...content];

/** @param {number[][]} sections */
export const wasm = (...sections) => new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
