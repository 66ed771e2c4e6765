/** @import { PluginInput } from '../plugin.js' */

/**
 * An input that later changes to its buffer do not reach. What is no bytes is returned as it is, to be refused where
 * every input is.
 *
 * @param {PluginInput | undefined} input
 * @returns {PluginInput | undefined}
 */
export function snapshot(input) {
  if (typeof input !== 'object' || input === null) return input;
  try {
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice();
    // Also of another realm, unlike `instanceof`.
    return ArrayBuffer.prototype.slice.call(input, 0);
  } catch {
    return input;
  }
}
