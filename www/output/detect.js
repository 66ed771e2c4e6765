// What kind of thing some bytes are.

/**
 * Where bytes stop being UTF-8.
 * @param {Uint8Array} bytes
 * @returns {number} the position of the first byte that is wrong; -1 where all is right
 */
export function utf8Fault(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at];
    if (first < 0x80) {
      at++;
      continue;
    }
    const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    if (length === 0 || at + length > bytes.length) return at;
    // Of the second byte some values would make an overlong form, a surrogate, or more than U+10FFFF.
    const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (bytes[at + 1] < least || bytes[at + 1] > most) return at;
    for (let i = 2; i < length; i++) if (bytes[at + i] >> 6 !== 2) return at;
    at += length;
  }
  return -1;
}

const begins = (bytes, at, text) => [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));

/** @param {Uint8Array} bytes @returns {{type: string, extension: string} | undefined} the MIME type of an image, by how it begins */
export function imageType(bytes) {
  const made = (extension, type = `image/${extension}`) => ({ type, extension });
  if (bytes[0] === 0x89 && begins(bytes, 1, 'PNG\r\n\x1a\n')) return made('png');
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return made('jpg', 'image/jpeg');
  if (begins(bytes, 0, 'GIF87a') || begins(bytes, 0, 'GIF89a')) return made('gif');
  if (begins(bytes, 0, 'RIFF') && begins(bytes, 8, 'WEBP')) return made('webp');
  if (begins(bytes, 4, 'ftypavif')) return made('avif');
  if (begins(bytes, 0, 'BM') && bytes.length > 26) return made('bmp');
  const start = new TextDecoder().decode(bytes.subarray(0, 512));
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(start) ? made('svg', 'image/svg+xml') : undefined;
}

/** @param {string} text */
function isJson(text) {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** More is not looked at as JSON before somebody asks (bytes). */
const LARGE = 4 * 2 ** 20;

/**
 * The view that suits some bytes best.
 * @param {Uint8Array} bytes
 * @returns {'text' | 'json' | 'hex' | 'image' | 'html'}
 */
export function suitableView(bytes) {
  if (imageType(bytes)) return 'image';
  if (utf8Fault(bytes) >= 0) return 'hex';
  if (bytes.length > LARGE) return 'text';
  const text = new TextDecoder().decode(bytes);
  if (isJson(text)) return 'json';
  return /^\s*<(!doctype html|html|head|body|h[1-6]|p|div|ul|ol|table|section|article|main)[\s>]/i.test(text) ? 'html' : 'text';
}

/** What the bytes are saved as. @param {Uint8Array} bytes @param {string} view @returns {{type: string, extension: string}} */
export function fileType(bytes, view) {
  const image = imageType(bytes);
  if (image) return image;
  const byView = {
    json: { type: 'application/json', extension: 'json' },
    html: { type: 'text/html', extension: 'html' },
    markdown: { type: 'text/markdown', extension: 'md' },
  };
  if (byView[view]) return byView[view];
  return utf8Fault(bytes) < 0 ? { type: 'text/plain;charset=utf-8', extension: 'txt' } : { type: 'application/octet-stream', extension: 'bin' };
}
