// Scripts for the plug-ins `abi`, `abi_http` and `abi_before_1_0`, which make any call of the plug-in ABI with any arguments.
// The format is described in tests/guests/wat/abi.wat.
//
//   const output = await plugin.call('run', script([
//     ['block', 'key'],                // 0: the handle of a new block with that text
//     ['alloc', 16n],                  // 1: the handle of a block of 16 bytes
//     ['store_u8', ref(1, 3), 7n],     // 2: at byte 3 of that block
//     ['load_u64', ref(1)],            // 3
//     ['var_set', ref(0), ref(1)],     // 4
//   ]));
//   results(output);                   // [handle, handle, 0n, 0x07000000n, 0n]

/** The operations of `abi`, by their index. */
const operations = [
  'alloc',
  'free',
  'length',
  'length_unsafe',
  'load_u8',
  'load_u64',
  'store_u8',
  'store_u64',
  'input_offset',
  'input_length',
  'input_load_u8',
  'input_load_u64',
  'output_set',
  'error_set',
  'error_get',
  'config_get',
  'var_get',
  'var_set',
  'log_trace',
  'log_debug',
  'log_info',
  'log_warn',
  'log_error',
  'get_log_level',
  'block',
  'exit',
];

const indices = new Map(operations.map((name, index) => [name, index]));
// Those of `abi_http` and `abi_before_1_0` alone, and of the latter.
indices.set('http_request', 32).set('http_status_code', 33).set('http_headers', 34);
indices.set('load_u32', 35).set('store_u32', 36);

const HEADER = 8;
const RECORD = 24;

/** The result of an earlier record plus an addend, as an argument of a later one. */
class Reference {
  constructor(index, addend) {
    this.index = index;
    this.addend = addend;
  }

  /** Its encoding: the index in the low half, the addend in the high half. */
  encode() {
    return BigInt.asUintN(64, (BigInt(this.addend) << 32n) | BigInt(this.index));
  }
}

/**
 * Refers to the result of the record at `index`, plus `addend`.
 * @param {number} index counted from 0, of an earlier record
 * @param {number} [addend] a signed 32-bit number
 */
export const ref = (index, addend = 0) => new Reference(index, addend);

/**
 * An operation and its arguments: numbers, references, or for `block` a text or bytes.
 * @typedef {[string, ...(bigint | number | Reference | string | Uint8Array)[]]} Line
 */

/**
 * The input that makes `abi` run these lines.
 * @param {Line[]} lines
 * @returns {Uint8Array}
 * @throws {Error} for an unknown operation, or a reference that does not go backwards
 */
export function script(lines) {
  const blocks = lines.map(([operation, content]) => (operation === 'block' ? toBytes(content) : new Uint8Array()));
  const dataAt = HEADER + RECORD * lines.length;
  const bytes = new Uint8Array(blocks.reduce((end, block) => end + block.length, dataAt));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(lines.length), true);

  let position = 0;
  lines.forEach(([operation, ...args], index) => {
    const op = indices.get(operation);
    if (op === undefined) throw new Error(`unknown operation ${operation}`);
    if (operation === 'block') {
      bytes.set(blocks[index], dataAt + position);
      args = [position, blocks[index].length];
      position += blocks[index].length;
    }
    const at = HEADER + RECORD * index;
    let flags = 0;
    args.forEach((arg, i) => {
      if (arg instanceof Reference) {
        if (arg.index >= index) throw new Error(`record ${index} refers to record ${arg.index}, which has no result yet`);
        flags |= 0x100 << i;
      }
      const value = arg instanceof Reference ? arg.encode() : BigInt.asUintN(64, BigInt(arg));
      view.setBigUint64(at + 8 + 8 * i, value, true);
    });
    view.setBigUint64(at, BigInt(op | flags), true);
  });
  return bytes;
}

/**
 * The results, one per record, of the plug-in's output: any view of its bytes.
 * @param {ArrayBufferView} output
 * @returns {bigint[]}
 */
export function results(output) {
  const view = new DataView(output.buffer, output.byteOffset, output.byteLength);
  return Array.from({ length: view.byteLength / 8 }, (_, i) => view.getBigUint64(8 * i, true));
}

const toBytes = (content) => (typeof content === 'string' ? new TextEncoder().encode(content) : content);
