// Where blocks are drawn: rows of so many bytes, positions in percent of a row.

/** How many rows there are at most. */
const MOST_ROWS = 12;
/** How wide a piece is at least (percent). */
const LEAST_WIDTH = 0.7;
/** How many pieces a row has at most: more could not be told apart. */
const MOST_PIECES = 150;

/**
 * @template T
 * @typedef {{x: number, width: number, item: T}} Piece
 */

/**
 * @template {{offset: number, length: number}} T
 * @param {number} low the first address that is shown
 * @param {number} high the end of what is shown
 * @param {T[]} items in the order of their addresses
 * @param {{offset: number, length: number} | null} touched
 * @returns {{perRow: number, rows: {from: number, pieces: Piece<T>[], touched: {x: number, width: number} | null, beyond: number}[]}} `perRow` in bytes;
 *   `beyond` is where in the row the range ends (percent)
 */
export function layout(low, high, items, touched) {
  if (!(high > low)) return { perRow: 0, rows: [] };
  let perRow = 128;
  // The rows begin at a multiple of their length.
  const start = () => Math.floor(low / perRow) * perRow;
  while ((high - start()) / perRow > MOST_ROWS) perRow *= 2;
  const rows = [];
  for (let from = start(); from < high; from += perRow) {
    const part = ({ offset, length }) => {
      const begin = Math.max(offset, from);
      const end = Math.min(offset + Math.max(length, 1), from + perRow);
      return end > begin ? { x: (100 * (begin - from)) / perRow, width: Math.max(LEAST_WIDTH, (100 * (end - begin)) / perRow) } : null;
    };
    const pieces = items.flatMap((item) => {
      const place = part(item);
      return place ? [{ ...place, item }] : [];
    });
    const step = Math.ceil(pieces.length / MOST_PIECES);
    rows.push({
      from,
      pieces: step > 1 ? pieces.filter((_, i) => i % step === 0) : pieces,
      touched: touched && part(touched),
      beyond: Math.min(100, (100 * (high - from)) / perRow),
    });
  }
  return { perRow, rows };
}
