// A plug-in on the Rust PDK that works on its input, reads a config value and a var, sets a var, writes JSON.
import { same } from '../harness/check.js';
import { calls } from './calls.js';

const text = 'The quick brown fox jumps over the lazy dog. ';

/**
 * A call on so many bytes of text.
 * @param {number} bytes
 * @returns {import('./calls.js').Call}
 */
export function countVowelsCall(bytes) {
  const input = new TextEncoder().encode(text.repeat(Math.ceil(bytes / text.length))).slice(0, bytes);
  const vowels = input.reduce((sum, byte) => sum + Number('aeiouAEIOU'.includes(String.fromCharCode(byte))), 0);
  const check = (output, host) => same(JSON.parse(new TextDecoder().decode(output)).count, vowels, host);
  return { guest: 'count_vowels', call: 'count_vowels', input, check };
}

const row = (bytes, size) => ({
  id: `count-vowels-${size.replace(' ', '')}`,
  group: 'calls',
  name: `count_vowels, ${size}`,
  contestants: () => calls(countVowelsCall(bytes)),
});

/** @type {import('./index.js').Row[]} */
export const countVowelsRows = [row(1024, '1 KiB'), row(1024 * 1024, '1 MiB')];
