// A contestant whose answer is wrong fails its row before anything is timed.

/** @param {Uint8Array} actual @param {Uint8Array} expected @param {string} what */
export function sameBytes(actual, expected, what) {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: ${actual.length} bytes instead of ${expected.length}`);
  }
  const at = expected.findIndex((byte, index) => actual[index] !== byte);
  if (at !== -1) throw new Error(`${what}: byte ${at} is ${actual[at]} instead of ${expected[at]}`);
}

/** @param {unknown} actual @param {unknown} expected @param {string} what */
export function same(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`);
}

/** The bytes of a plug-in's output; none where there is no output. */
export const bytesOf = (output) => (output === null ? new Uint8Array() : output.bytes());
