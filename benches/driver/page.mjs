// The empty pages that rows run in, one cross-origin isolated and one not, on a server of the repository's files.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { contentType } from '../../scripts/lib/mime.mjs';
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { inRoot, root } from '../../scripts/lib/paths.mjs';
import { importMap } from '../../tests/runner/import-map.mjs';

const paths = { isolated: '/benches/page', plain: '/benches/plain-page' };

/** Bundles are kept by the browser, unless it has no cache, as they would be anywhere. */
const headers = (pathname) => (pathname.startsWith('/target/benches/bundles/') ? { ...isolation, 'cache-control': 'max-age=3600' } : isolation);

const html = () => {
  const imports = { ...importMap(), '@extism/extism': '/node_modules/@extism/extism/dist/browser/mod.js' };
  return `<!doctype html>
<meta charset="utf-8">
<title>Benchmark</title>
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports }).replaceAll('<', '\\u003c')}</script>
`;
};

/** The request header by which a page asks for compressed files, as servers of real sites send them. */
export const compress = 'x-compress';

/** @type {Map<string, Buffer>} */
const compressed = new Map();

/** Answers with a script or module of the repository, compressed. Compressing takes its time once. */
function answerCompressed(url, response) {
  const { pathname } = new URL(url, 'http://127.0.0.1');
  if (!/\.(m?js|wasm)$/.test(pathname) || pathname.includes('..')) return false;
  let bytes = compressed.get(pathname);
  if (bytes === undefined) compressed.set(pathname, (bytes = gzipSync(readFileSync(inRoot(pathname.slice(1))), { level: 9 })));
  // Whether it is kept is for the page to say.
  response.writeHead(200, { 'content-type': contentType(pathname), 'content-encoding': 'gzip', 'cache-control': 'max-age=3600', ...isolation });
  response.end(bytes);
  return true;
}

/** @returns {Promise<{pages: {isolated: string, plain: string}, close: () => Promise<void>}>} */
export async function servePages() {
  const server = await serve({
    roots: { '/': root },
    headers,
    handle({ url, headers: asked }, response) {
      if (asked[compress] !== undefined && answerCompressed(url, response)) return true;
      if (!Object.values(paths).includes(url)) return false;
      const more = url === paths.isolated ? isolation : {};
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...more });
      response.end(html());
      return true;
    },
  });
  const at = (path) => new URL(path, server.url).href;
  return { pages: { isolated: at(paths.isolated), plain: at(paths.plain) }, close: server.close };
}
