// A static file server on this machine only, for the playground and for tests in browsers.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { contentType } from './mime.mjs';

/** The headers that make a page cross-origin isolated, so that it may share memory with its workers. */
export const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * @typedef {object} ServeOptions
 * @property {Record<string, string>} roots URL prefixes (`/`, `/fixtures/`) and the folders they show; the longest prefix wins
 * @property {number} [port] 0, the default, takes a free one
 * @property {number} [tries] how many ports from `port` upwards may be tried when one is taken; 1 unless told
 * @property {Record<string, string> | ((pathname: string) => Record<string, string>)} [headers] sent with every file, for
 *   instance `isolation` or a content-security-policy
 * @property {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean | void} [handle]
 *   sees each request first, and answers true where it takes it over
 */

/**
 * Start a server on 127.0.0.1.
 * @param {ServeOptions} options
 * @returns {Promise<{url: string, port: number, close: () => Promise<void>}>} `url` ends with a slash
 */
export async function serve({ roots, port = 0, tries = 1, headers = {}, handle }) {
  const prefixes = Object.keys(roots).sort((a, b) => b.length - a.length);
  const server = createServer(async (request, response) => {
    if (handle?.(request, response)) return;
    try {
      await answer(request, response, { roots, prefixes, headers });
    } catch (error) {
      console.error(error);
      refuse(response, 500, 'the server failed');
    }
  });
  await listen(server, port, tries);
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${bound}/`, port: bound, close };
}

async function listen(server, port, tries) {
  for (let taken = 0; ; taken++) {
    try {
      return await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port === 0 ? 0 : port + taken, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(undefined);
        });
      });
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || taken + 1 >= tries) throw error;
    }
  }
}

async function answer(request, response, { roots, prefixes, headers }) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'only GET and HEAD');
  const pathname = decodedPath(request.url);
  if (pathname === null) return refuse(response, 400, 'not a path');
  const prefix = prefixes.find((candidate) => pathname.startsWith(candidate));
  const file = prefix === undefined ? null : await fileIn(roots[prefix], pathname.slice(prefix.length));
  if (file === null) return refuse(response, 404, `no ${pathname}`);
  const extra = typeof headers === 'function' ? headers(pathname) : headers;
  response.writeHead(200, {
    'content-type': contentType(file.path),
    'content-length': file.size,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...extra,
  });
  if (request.method === 'HEAD') return response.end();
  // A client that goes away ends the stream; nothing is left to answer then.
  pipeline(createReadStream(file.path), response, () => {});
}

/** The path of a request with its escapes resolved, or null where it is malformed. */
function decodedPath(url) {
  try {
    const pathname = decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname);
    return pathname.includes('\0') ? null : pathname;
  } catch {
    return null;
  }
}

/** The regular file at `path` below `root`, its index.html for a folder; null where it is outside or absent. */
async function fileIn(root, path) {
  try {
    const base = await realpath(root);
    let full = await realpath(join(base, path));
    let stats = await stat(full);
    if (stats.isDirectory()) {
      full = await realpath(join(full, 'index.html'));
      stats = await stat(full);
    }
    // Compared after links and dots are resolved.
    return stats.isFile() && full.startsWith(base + sep) ? { path: full, size: stats.size } : null;
  } catch {
    return null;
  }
}

function refuse(response, status, text) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
