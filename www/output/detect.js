// What kind of thing some bytes are.
import { imageType } from '../shell/image-type.js';

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
