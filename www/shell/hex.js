/** How many bytes a row has. */
export const ROW = 16;

/** @param {number} byte */
const printable = (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/**
 * Bytes as rows of hexadecimal.
 * @param {Uint8Array} bytes
 * @param {number} from the first byte of the first row
 * @param {number} to
 * @param {number} [base] the address of byte 0
 * @returns {{address: string, hex: string, text: string}[]}
 */
export function hexRows(bytes, from, to, base = 0) {
  const rows = [];
  for (let at = from; at < Math.min(to, bytes.length); at += ROW) {
    const row = [...bytes.subarray(at, Math.min(at + ROW, bytes.length))];
    const pairs = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const halves = [pairs.slice(0, ROW / 2).join(' '), pairs.slice(ROW / 2).join(' ')];
    rows.push({ address: (base + at).toString(16).padStart(6, '0'), hex: halves.join('  ').padEnd(3 * ROW), text: row.map(printable).join('') });
  }
  return rows;
}
