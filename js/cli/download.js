import { UsageError } from './fail.js';

/** From this size on a person wants to see that something comes. */
const LARGE = 1024 * 1024;
const WIDTH = 30;

/** @param {number} done @param {number} total bytes */
function bar(done, total) {
  const part = Math.min(1, done / total);
  const filled = Math.round(part * WIDTH);
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  return `\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${megabytes(done)} of ${megabytes(total)} MB`;
}

/**
 * The bytes at a URL; while many come, a terminal shows how many.
 *
 * @param {string} url
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function download(url) {
  const response = await fetch(url).catch((error) => {
    throw new Error(`${url} cannot be fetched: ${error.cause?.message ?? error.message}`);
  });
  if (!response.ok) throw new UsageError(`${url} cannot be fetched: the server answered with ${response.status}`);
  const total = Number(response.headers.get('content-length'));
  const isShown = process.stderr.isTTY && total >= LARGE && !response.headers.has('content-encoding');
  if (!isShown || response.body === null) return new Uint8Array(await response.arrayBuffer());
  const chunks = [];
  let done = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    done += chunk.length;
    process.stderr.write(bar(done, total));
  }
  process.stderr.write('\r\x1b[K');
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
