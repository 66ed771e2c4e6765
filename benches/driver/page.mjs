// The empty page that rows run in, on a cross-origin-isolated server of the repository's files.
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { importMap } from '../../tests/runner/import-map.mjs';

const path = '/benches/page';

const html = () => {
  const imports = { ...importMap(), '@extism/extism': '/node_modules/@extism/extism/dist/browser/mod.js' };
  return `<!doctype html>
<meta charset="utf-8">
<title>Benchmark</title>
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports }).replaceAll('<', '\\u003c')}</script>
`;
};

/** @returns {Promise<{pageUrl: string, close: () => Promise<void>}>} */
export async function servePage() {
  const server = await serve({
    roots: { '/': root },
    headers: isolation,
    handle(request, response) {
      if (request.url !== path) return false;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...isolation });
      response.end(html());
      return true;
    },
  });
  return { pageUrl: new URL(path, server.url).href, close: server.close };
}
