// Runs a case of the table on whatever calls WASI's functions.
import { opened } from './cases.js';

/** @import { Case } from './cases.js' */

/**
 * Whoever calls WASI's functions, in this thread or another.
 *
 * @typedef {object} CaseCaller
 * @property {(address: number, bytes: Uint8Array) => unknown} put
 * @property {(address: number, length: number) => Promise<Uint8Array> | Uint8Array} get
 * @property {(name: string, args: (number | bigint)[]) => Promise<number | string> | number | string} call the answer's number, or `trap`
 */

/**
 * What was answered: the errno of the call, those of the calls after it, and the bytes that are looked at, as hexadecimal.
 * @typedef {{errno: number | string, after?: (number | string)[], seen?: string[]}} Answer
 */

/** @param {CaseCaller} caller @param {string} name @param {Case} given @returns {Promise<Answer>} */
export async function run(caller, name, given) {
  /** @type {number[]} */
  const descriptors = [];
  const encode = (value) => (typeof value === 'string' ? new TextEncoder().encode(value) : value);
  const call = async (called, args) => {
    /** @type {(number | bigint)[]} */
    const numbers = [];
    for (const arg of args) {
      if (arg === 'fd') numbers.push(/** @type {number} */ (descriptors.at(-1)));
      else if (arg === 'earlier') numbers.push(/** @type {number} */ (descriptors.at(-2)));
      else if (typeof arg !== 'object') numbers.push(arg);
      else {
        const bytes = encode(arg.value);
        for (const [address, part] of [[arg.at, bytes], ...(arg.put ?? [])]) await caller.put(address, encode(part));
        numbers.push(arg.at, arg.count ?? bytes.length);
      }
    }
    const answer = await caller.call(called, numbers);
    if (called === 'path_open' && answer === 0) descriptors.push(new DataView((await caller.get(opened, 4)).slice().buffer).getUint32(0, true));
    return answer;
  };
  for (const [address, value] of given.put ?? []) await caller.put(address, encode(value));
  for (const [called, ...args] of given.before ?? []) {
    const answer = await call(called, args);
    if (answer !== 0) throw new Error(`${called} before the case answered ${answer}`);
  }
  /** @type {Answer} */
  const found = { errno: await call(name, given.args) };
  if (given.after) {
    found.after = [];
    for (const [called, ...args] of given.after) found.after.push(await call(called, args));
  }
  if (given.see) {
    found.seen = [];
    for (const [address, length] of given.see) {
      const bytes = await caller.get(address, length);
      found.seen.push([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    }
  }
  return found;
}
