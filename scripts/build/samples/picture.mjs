// The picture that the sample with filters begins with: hills under a sun, computed, so that there is no image in the repository.
import { deflateSync } from 'node:zlib';

const width = 360;
const height = 240;

/** @param {number} x @param {number} level @param {number} rough */
const hill = (x, level, rough) => level + 22 * Math.sin(x / 47 + rough) + 9 * Math.sin(x / 17 + 3 * rough) + 3 * Math.sin(x / 5 + rough);

/** @param {number} x @param {number} y @returns {[number, number, number]} */
function colour(x, y) {
  const layers = [
    [hill(x, 205, 5), 24, 52, 58],
    [hill(x, 175, 2), 46, 92, 88],
    [hill(x, 145, 9), 96, 142, 120],
  ];
  for (const [top, red, green, blue] of layers) {
    if (y > top) {
      const fade = Math.min(1, (y - top) / 90);
      return [red + 30 * fade, green + 26 * fade, blue + 16 * fade];
    }
  }
  const fromSun = Math.hypot(x - 250, y - 70);
  if (fromSun < 32) return [255, 236 - fromSun / 2, 180 - fromSun];
  const glow = Math.exp(-fromSun / 70);
  return [245 - y / 3 + 30 * glow, 168 + y / 4 + 60 * glow, 122 + y / 2 - 10 * glow];
}

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** @param {string} type @param {Uint8Array} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** @returns {Uint8Array} a PNG */
export function picture() {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      colour(x, y).forEach((value, i) => (rows[y * (1 + 3 * width) + 1 + 3 * x + i] = Math.min(255, Math.max(0, Math.round(value / 4) * 4))));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
