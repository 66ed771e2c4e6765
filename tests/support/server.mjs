// The HTTP server of the tests: the repository's files, the test routes, and pages given to it.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchRoute, sendHtml } from './routes.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixturesDir = join(root, 'target', 'fixtures');

/** @type {Record<string, string>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * A running server.
 * @typedef {{url: string, pages: Map<string, Page>, close(): Promise<void>}} TestServer `url` has no slash at its end
 */

/**
 * A page of the server: its text, whether it is cross-origin isolated, and whether browsers may keep it when it is left.
 * @typedef {{html: string, isolated: boolean, kept?: boolean}} Page
 */

/**
 * Put at the head of every script, takes JSPI from the page and from workers before anything of theirs looks for
 * it: for engines that have no switch to turn it off.
 */
const withoutJspi = 'delete WebAssembly.Suspending; delete WebAssembly.promising; ';

/**
 * Start two servers with the same routes, of which one is another origin and another host name for the other.
 * Both are reached through loopback only.
 * @param {{jspi?: boolean}} [options] `jspi: false` takes JSPI from every script that the servers give
 */
export async function startServers({ jspi = true } = {}) {
  const prelude = jspi ? '' : withoutJspi;
  const [main, other] = await Promise.all([start('127.0.0.1', prelude), start('localhost', prelude)]);
  return {
    main,
    other,
    async close() {
      await Promise.all([main.close(), other.close()]);
    },
  };
}

/** @param {string} host @param {string} prelude @returns {Promise<TestServer>} */
async function start(host, prelude) {
  /** @type {Map<string, Page>} */
  const pages = new Map();
  const server = createServer((request, response) => {
    answer(request, response, { base: url, pages, prelude }).catch((error) => {
      console.error(`test server: ${request.method} ${request.url}:`, error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://${host}:${address.port}`;
  return {
    url,
    pages,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function answer(request, response, { base, pages, prelude }) {
  const url = new URL(request.url, base);
  allowEveryOrigin(request, response);
  // What an isolated page loads, and the workers it starts, must say so themselves.
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'OPTIONS') {
    response.writeHead(204);
    response.end();
    return;
  }

  const page = pages.get(url.pathname);
  if (page !== undefined) {
    if (page.isolated) response.setHeader('cross-origin-opener-policy', 'same-origin');
    else response.removeHeader('cross-origin-embedder-policy');
    if (page.kept) response.setHeader('cache-control', 'no-cache');
    response.writeHead(200, { 'content-type': types['.html'] });
    response.end(page.html);
    return;
  }

  const route = matchRoute(url.pathname);
  if (route !== null) await route.handler({ request, response, url, params: route.params, fixturesDir });
  else await sendFile(request, response, url.pathname, prelude);
}

function allowEveryOrigin(request, response) {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-expose-headers', '*');
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
  const asked = request.headers['access-control-request-headers'];
  if (asked !== undefined) response.setHeader('access-control-allow-headers', asked);
}

/** The files of the repository, but no hidden ones. Scripts begin with `prelude`. */
async function sendFile(request, response, pathname, prelude) {
  const parts = decodeURIComponent(pathname).split('/');
  const hidden = parts.some((part) => part.startsWith('.') || part.includes('\\') || part.includes('\0'));
  const path = join(root, ...parts);
  const stats = hidden ? null : await stat(path).catch(() => null);
  if (!stats?.isFile() || !['GET', 'HEAD'].includes(request.method)) return sendHtml(response, 'Not found', 404);
  const type = types[extname(path)] ?? 'application/octet-stream';
  const head = type === types['.js'] ? prelude : '';
  response.writeHead(200, { 'content-type': type, 'content-length': stats.size + head.length });
  if (request.method === 'HEAD') return response.end();
  response.write(head);
  createReadStream(path).on('error', () => response.destroy()).pipe(response);
}
