// The codecs are made when they are first used: importing the package needs nothing but the language.

/** @type {TextEncoder | undefined} */
let encoder;
/** @type {TextDecoder | undefined} */
let decoder;

/** Text as UTF-8. @param {string} text */
export const encode = (text) => (encoder ??= new TextEncoder()).encode(text);

/** Up to this length the bytes of text share a buffer. */
const SHARED_LENGTH = 256 * 1024;
let shared = new Uint8Array(1024);

/**
 * The same for who copies the bytes before anything else runs: the next text may take their place. A buffer of their own takes
 * three times as long.
 * @param {string} text
 */
export function encodeBriefly(text) {
  const most = text.length * 3;
  if (most > SHARED_LENGTH) return encode(text);
  if (most > shared.length) shared = new Uint8Array(Math.min(2 * most, SHARED_LENGTH));
  return shared.subarray(0, (encoder ??= new TextEncoder()).encodeInto(text, shared).written);
}

/** UTF-8 as text, malformed sequences replaced. @param {AllowSharedBufferSource} [bytes] */
export const decode = (bytes) => (decoder ??= new TextDecoder()).decode(bytes);
