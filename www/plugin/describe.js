// What a module imports and exports, with types. `WebAssembly.Module.imports` has no types, so the bytes are read here: the
// sections of types, imports, functions, tables, memories, globals and exports.

/**
 * @typedef {object} Port an import or an export
 * @property {string} [module] of an import
 * @property {string} name
 * @property {'function' | 'table' | 'memory' | 'global' | 'tag'} kind
 * @property {string} type `(i64, i64) -> i64`, `1 to 16 pages`, …; empty where it is not known
 *
 * @typedef {object} Description
 * @property {Port[]} imports
 * @property {Port[]} exports
 */

const kinds = ['function', 'table', 'memory', 'global', 'tag'];
const valueTypes = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128', 0x70: 'funcref', 0x6f: 'externref' };
const FUNCTION = 0x60;
const utf8 = new TextDecoder();

class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new RangeError('the module ends too early');
    return this.bytes[this.at++];
  }

  /** An unsigned LEB128 number. */
  number() {
    let result = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      result += (byte & 127) * scale;
      if (byte < 128) return result;
      if (scale > 2 ** 56) throw new RangeError('a number is too long');
    }
  }

  take(length) {
    if (length > this.bytes.length - this.at) throw new RangeError('the module ends too early');
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  name() {
    return utf8.decode(this.take(this.number()));
  }

  valueType() {
    const code = this.byte();
    if (valueTypes[code]) return valueTypes[code];
    if (code !== 0x63 && code !== 0x64) return 'ref';
    this.number();
    return 'ref';
  }

  valueTypes() {
    return Array.from({ length: this.number() }, () => this.valueType()).join(', ');
  }

  limits(unit) {
    const flags = this.byte();
    const least = this.number();
    const most = flags & 1 ? `to ${this.number()}` : 'or more';
    return `${least} ${most} ${unit}${flags & 2 ? ', shared' : ''}${flags & 4 ? ', 64-bit' : ''}`;
  }

  table() {
    return `${this.valueType()}, ${this.limits('elements')}`;
  }

  global() {
    const type = this.valueType();
    return this.byte() === 1 ? `${type}, mutable` : type;
  }
}

/** The types of functions. Stops at the first of another kind, which none of ours can be. */
function readTypes(reader) {
  const types = [];
  for (let count = reader.number(); count > 0; count--) {
    if (reader.byte() !== FUNCTION) break;
    const parameters = reader.valueTypes();
    types.push(`(${parameters}) -> ${reader.valueTypes() || 'nothing'}`);
  }
  return types;
}

/** Of an initializer expression only the end matters; it has no blocks. */
function skipExpression(reader) {
  for (;;) {
    const code = reader.byte();
    if (code === 0x0b) return;
    if (code === 0x43) reader.take(4);
    else if (code === 0x44) reader.take(8);
    else if (code === 0x41 || code === 0x42 || code === 0x23 || code === 0xd2 || code === 0xd0) reader.number();
    else if (!(code >= 0x6a && code <= 0x6c) && !(code >= 0x7c && code <= 0x7e)) throw new RangeError('an initializer of a kind not known here');
  }
}

/**
 * @param {Uint8Array} bytes of a valid module
 * @returns {{imports: Port[], exports: Port[]}} as far as they can be read
 */
function read(bytes) {
  const reader = new Reader(bytes);
  reader.take(8);
  let types = [];
  const imports = [];
  const exports = [];
  /** @type {Record<string, string[]>} */
  const spaces = { function: [], table: [], memory: [], global: [], tag: [] };
  const sections = {
    1: (section) => (types = readTypes(section)),
    2(section) {
      for (let count = section.number(); count > 0; count--) {
        const port = { module: section.name(), name: section.name(), kind: kinds[section.byte()], type: '' };
        if (port.kind === 'function') port.type = types[section.number()] ?? '';
        else if (port.kind === 'table') port.type = section.table();
        else if (port.kind === 'memory') port.type = section.limits('pages');
        else if (port.kind === 'global') port.type = section.global();
        else port.type = (section.byte(), types[section.number()] ?? '');
        spaces[port.kind].push(port.type);
        imports.push(port);
      }
    },
    3(section) {
      for (let count = section.number(); count > 0; count--) spaces.function.push(types[section.number()] ?? '');
    },
    4(section) {
      for (let count = section.number(); count > 0; count--) spaces.table.push(section.table());
    },
    5(section) {
      for (let count = section.number(); count > 0; count--) spaces.memory.push(section.limits('pages'));
    },
    6(section) {
      for (let count = section.number(); count > 0; count--) {
        spaces.global.push(section.global());
        skipExpression(section);
      }
    },
    7(section) {
      for (let count = section.number(); count > 0; count--) {
        const name = section.name();
        const kind = kinds[section.byte()];
        exports.push({ name, kind, type: spaces[kind]?.[section.number()] ?? '' });
      }
    },
  };
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const section = new Reader(reader.take(reader.number()));
    try {
      sections[id]?.(section);
    } catch {
      // What cannot be read is left without types: the engine's own lists are complete.
    }
  }
  return { imports, exports };
}

/**
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} bytes which it was compiled of
 * @returns {Description}
 */
export function describe(module, bytes) {
  const known = read(bytes);
  const typed = (ports, rows) => ports.map((port, i) => ({ ...port, type: rows[i]?.name === port.name ? rows[i].type : '' }));
  return {
    imports: typed(WebAssembly.Module.imports(module), known.imports),
    exports: typed(WebAssembly.Module.exports(module), known.exports),
  };
}

/** Exports that a toolchain makes, not the plug-in's author. */
const internal = new Set(['_initialize', '_start', 'hs_init', '__wasm_call_ctors', '__original_main']);

/** The functions of a plug-in that can be called. @param {Description} description */
export function callable({ exports }) {
  const functions = exports.filter(({ kind, type }) => kind === 'function' && (type === '' || /^\(\) -> (nothing|i32)$/.test(type)));
  const own = functions.filter(({ name }) => !internal.has(name));
  // A command has nothing but its start to call.
  return own.length > 0 ? own : functions.filter(({ name }) => name === '_start');
}
