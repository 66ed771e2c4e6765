import { imageType } from '../shell/image-type.js';

/** @typedef {{width: number, height: number, type: string}} ImageSize pixels; `type` as file names end: png, jpg, gif, bmp, webp */

const ascii = (bytes, at, text) => [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));

/** The size in the first frame header of a JPEG. @param {DataView} view */
function jpegSize(view) {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    const marker = view.getUint16(at);
    // A start of frame: C0 to CF, but for tables (C4, C8) and conditioning (CC).
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    if (marker >>> 8 !== 0xff) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** @param {Uint8Array} bytes @param {DataView} view */
function webpSize(bytes, view) {
  if (ascii(bytes, 12, 'VP8X')) return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(27, true) & 0xffffff) };
  if (ascii(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return ascii(bytes, 12, 'VP8 ') ? { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff } : undefined;
}

/**
 * The size of an image, read off its header.
 * @param {Uint8Array} bytes
 * @returns {ImageSize | undefined} `undefined` where it is none that is known, or cut off
 */
export function imageSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = imageType(bytes)?.extension;
  const read = Object.hasOwn(readers, type ?? '') ? readers[type] : undefined;
  try {
    const size = read?.(bytes, view);
    return size && { ...size, type };
  } catch {
    // Cut off in its header.
    return undefined;
  }
}

/** How the size is read, by the type's usual extension. @type {Record<string, (bytes: Uint8Array, view: DataView) => {width: number, height: number} | undefined>} */
const readers = {
  png: (_, view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (_, view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  bmp: (_, view) => ({ width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }),
  jpg: (_, view) => jpegSize(view),
  webp: webpSize,
};
