// The codecs are made when they are first used: importing the package needs nothing but the language.

/** @type {TextEncoder | undefined} */
let encoder;
/** @type {TextDecoder | undefined} */
let decoder;

/** Text as UTF-8. @param {string} text */
export const encode = (text) => (encoder ??= new TextEncoder()).encode(text);

/** UTF-8 as text, malformed sequences replaced. @param {AllowSharedBufferSource} [bytes] */
export const decode = (bytes) => (decoder ??= new TextDecoder()).decode(bytes);
