/** The page's folder, for `{base}` in inputs. */
const base = () => new URL('.', location.href).href;

/** Puts the page's address where a text has `{base}`. @param {string} text */
export const withBase = (text) => text.replaceAll('{base}', base());

/**
 * Bytes written in hexadecimal; white space, commas and 0x do not matter.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {Error} that says what is wrong, and where
 */
export function parseHex(text) {
  const digits = text.replaceAll(/0x|[\s,]/gi, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) throw new Error(`The input is not hexadecimal: "${wrong[0]}" is no digit`);
  if (digits.length % 2 !== 0) throw new Error(`The input is not hexadecimal: it has ${digits.length} digits, and a byte takes two`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/**
 * What a plug-in is called with.
 * @param {import('../session/schema.js').Input} input
 * @param {Blob | null} file what an input of that kind stands for
 * @returns {Promise<string | Uint8Array>}
 * @throws {Error} that says what is wrong with it
 */
export async function readInput(input, file) {
  if (input.kind === 'hex') return parseHex(input.text);
  if (input.kind === 'file') {
    if (!file) throw new Error('Choose a file for the input.');
    return new Uint8Array(await file.arrayBuffer());
  }
  const text = withBase(input.text);
  if (input.kind === 'json') {
    try {
      JSON.parse(text);
    } catch (error) {
      throw new Error(`The input is not JSON: ${error.message}`, { cause: error });
    }
  }
  return text;
}
