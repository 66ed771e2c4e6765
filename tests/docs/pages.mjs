// Runs blocks of JavaScript and HTML in a page that has the installed package.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { importMap } from '../runner/import-map.mjs';
import { Visit } from '../e2e/visit.mjs';

const head = '<!doctype html>\n<meta charset="utf-8">\n<title>Block</title>\n<link rel="icon" href="data:,">\n';

/** Collects what the block prints, and tells how it ended. @param {string} script */
const runs = (script) => `<script>
globalThis.printed = [];
console.log = (...values) => printed.push(...values.map((value) => JSON.parse(JSON.stringify(value ?? null))));
</script>
<script type="module">
import(${JSON.stringify(script)}).then(() => { globalThis.ended = 'well'; }, (error) => { globalThis.ended = String(error?.stack ?? error); });
</script>
`;

const mapped = () => {
  const imports = Object.fromEntries(Object.entries(importMap()).filter(([name]) => name.startsWith('extism-web')).map(([name, path]) => [name, `/node_modules/extism-web${path}`]));
  return `<script type="importmap">${JSON.stringify({ imports })}</script>\n`;
};

/**
 * Runs a script of a folder in a page, on an isolated one and on another, and gives what it printed.
 *
 * @param {import('../e2e/visit.mjs').Browser} browser
 * @param {string} root the folder that is served
 * @param {string} script its path from there, with a slash in front
 * @param {{html?: string, check?: (visit: Visit) => void}} [more] HTML for the page's head; what else is to be seen
 * @returns {Promise<unknown[]>}
 */
export async function printedBy(browser, root, script, { html = '', check } = {}) {
  const page = `${script.slice(1).replaceAll('/', '-')}.html`;
  await mkdir(root, { recursive: true });
  await writeFile(join(root, page), head + html + mapped() + runs(script));
  const all = [];
  for (const headers of [{}, isolation]) {
    const server = await serve({ roots: { '/': root }, headers });
    const visit = await Visit.begin(browser);
    try {
      await visit.tab.goto(server.url + page);
      await visit.eventually(() => globalThis.ended, (ended) => expect({ ended, problems: visit.problems }).to.deep.equal({ ended: 'well', problems: [] }));
      await visit.expectClean(server.url + page);
      check?.(visit);
      all.push(await visit.tab.evaluate(() => globalThis.printed));
    } finally {
      await visit.close();
      await server.close();
    }
  }
  expect(all[1], 'printed on an isolated page, and on another').to.deep.equal(all[0]);
  return all[0];
}
