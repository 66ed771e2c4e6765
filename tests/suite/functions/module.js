// Modules made on the spot, for numbers and types of imports that no plug-in of tests/guests has.

const types = { i32: 0x7f, i64: 0x7e };

const I32_TO_I32 = 0;
const I64_TO_I64 = 1;
const TO_I32 = 2;

const localGet = 0x20;
const call = (index) => [0x10, ...leb(index)];
const i32Const1 = [0x41, 1];
const i64Const1 = [0x42, 1];
const wrapI64 = 0xa7;
const addI32 = 0x6a;

/**
 * A module whose export `run` calls its imports in turn, each with 1, and returns the sum of what they return, which is
 * the exit code then.
 * @param {[module: string, name: string, type: 'i32' | 'i64'][]} imports functions that take and return one value
 */
export function summing(imports) {
  const add = imports.flatMap(([, , type], index) =>
    type === 'i32' ? [...i32Const1, ...call(index), addI32] : [...i64Const1, ...call(index), wrapI64, addI32],
  );
  return build(imports, [['run', TO_I32, [0x41, 0, ...add]]]);
}

/**
 * A module whose exports each pass their i32 on to the import of the same index and return its result. `run`, where it is
 * given, passes 1 on to the import of that index.
 * @param {[module: string, name: string][]} imports
 * @param {string[]} names the exports
 * @param {number} [run]
 */
export function forwarding(imports, names, run) {
  const functions = names.map((name, index) => [name, I32_TO_I32, [localGet, 0, ...call(index)]]);
  if (run !== undefined) functions.push(['run', TO_I32, [...i32Const1, ...call(run)]]);
  return build(imports.map((path) => [...path, 'i32']), functions);
}

function build(imports, functions) {
  const bodies = functions.map(([, , code]) => [0, ...code, 0x0b]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [...['i32', 'i64'].map((type) => [0x60, 1, types[type], 1, types[type]]), [0x60, 0, 1, types.i32]]),
    ...section(2, imports.map(([from, name, type]) => [...text(from), ...text(name), 0, type === 'i32' ? I32_TO_I32 : I64_TO_I64])),
    ...section(3, functions.map(([, type]) => [type])),
    ...section(7, functions.map(([name], index) => [...text(name), 0, ...leb(imports.length + index)])),
    ...section(10, bodies.map((body) => [...leb(body.length), ...body])),
  ]);
}

const section = (id, entries) => {
  const content = [...leb(entries.length), ...entries.flat()];
  return [id, ...leb(content.length), ...content];
};

const text = (value) => {
  const bytes = new TextEncoder().encode(value);
  return [...leb(bytes.length), ...bytes];
};

function leb(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}
