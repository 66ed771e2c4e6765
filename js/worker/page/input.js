import { encode } from '../../text.js';

/**
 * The input of a call as bytes of their own, which can be sent away or kept; `undefined` for what is no input.
 *
 * @param {unknown} input
 * @returns {Uint8Array<ArrayBuffer> | null | undefined}
 */
export function copyInput(input) {
  if (input === undefined || input === null) return null;
  if (typeof input === 'string') return encode(input);
  if (typeof input === 'number') return encode(String(input));
  if (input instanceof ArrayBuffer) return new Uint8Array(input.slice(0));
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice();
  return undefined;
}
