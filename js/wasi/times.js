import { clockId } from './preview1.js';

/** @import { Times } from './open-file.js' */

/** The flags of functions that set times: each time to one that is given, or to now. */
const timeFlags = Object.freeze({ accessed: 1, accessedNow: 2, modified: 4, modifiedNow: 8 });

/**
 * A clock's time in nanoseconds; `undefined` for one that there is not. The monotonic clock begins with the page or the
 * process.
 *
 * @param {number} id of `clockId`
 */
export function now(id) {
  if (id === clockId.realtime) return BigInt(Date.now()) * 1_000_000n;
  if (id === clockId.monotonic) return BigInt(Math.round(performance.now() * 1e6));
  return undefined;
}

/**
 * @param {bigint} accessed
 * @param {bigint} modified
 * @param {number} flags
 * @returns {Times | undefined} `undefined` for flags that contradict each other or do not exist
 */
export function readTimes(accessed, modified, flags) {
  const has = (/** @type {number} */ flag) => (flags & flag) !== 0;
  const { accessed: a, accessedNow, modified: m, modifiedNow } = timeFlags;
  if (flags > 15 || (has(a) && has(accessedNow)) || (has(m) && has(modifiedNow))) return undefined;
  const present = now(clockId.realtime);
  return {
    accessed: has(a) ? BigInt.asUintN(64, accessed) : has(accessedNow) ? present : undefined,
    modified: has(m) ? BigInt.asUintN(64, modified) : has(modifiedNow) ? present : undefined,
  };
}
