// The installed package in a page, as plain ES modules, without any bundler.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { serve } from '../../scripts/lib/serve.mjs';
import { Visit } from '../e2e/visit.mjs';
import { answer, workersAnswer } from './answer.mjs';
import { importMapScript, pageWith } from './html.mjs';
import { policyWith, shows, showsAnswer, showsWorkers } from './show.mjs';

/**
 * @param {() => import('./install.mjs').Project} project
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function pageTests(project, browser) {
  it('is imported by its path', async () => {
    await writeFile(join(project().folder, 'relative.html'), pageWith('<script type="module" src="/app-relative.js"></script>'));
    await showsAnswer(browser(), { root: project().folder, page: 'relative.html', policy: policyWith() });
  });

  it('is imported by its name, through an import map', async () =>
    showsAnswer(browser(), { root: project().folder, ...(await mapped('import-map.html', 'app.js')) }));

  it('runs plug-ins in workers', async () =>
    showsWorkers(browser(), { root: project().folder, ...(await mapped('workers.html', 'app-worker.js')) }));

  it('says so when its script is there twice, by a query in its name', async () => {
    await writeFile(join(project().folder, 'query.html'), pageWith('<script type="module" src="/app-query.js"></script>'));
    await shows(browser(), { root: project().folder, page: 'query.html', policy: policyWith() }, {}, `NOT_INITIALIZED ${answer}`);
  });

  it('is a classic script with all in it, also workers', async () => {
    const scripts = `<script src="/node_modules/extism-web/pkg/extism-web.global.js"></script><script type="module" src="/app-global.js"></script>`;
    await writeFile(join(project().folder, 'global.html'), pageWith(scripts));
    const policy = policyWith().replace("worker-src 'self'", 'worker-src blob:');
    await showsWorkers(browser(), { root: project().folder, page: 'global.html', policy });
  });

  it('is a script of a page that is a file, also with workers', async () => {
    const plugins = {};
    for (const name of ['count_vowels', 'endless']) plugins[name] = (await readFile(join(project().folder, `${name}.wasm`))).toString('base64');
    const given = `<script>globalThis.plugins = ${JSON.stringify(plugins)};</script>`;
    const scripts = ['node_modules/extism-web/pkg/extism-web.global.js', 'app-file.js'].map((path) => `<script src="${path}"></script>`);
    const file = join(project().folder, 'file.html');
    await writeFile(file, pageWith([given, ...scripts].join('')));
    const visit = await Visit.begin(browser());
    try {
      await visit.tab.goto(pathToFileURL(file).href);
      const text = () => globalThis.document.getElementById('result').textContent;
      await visit.eventually(text, (said) => expect({ said, problems: visit.problems }).to.deep.equal({ said: `${answer} | TIMEOUT`, problems: [] }));
    } finally {
      await visit.close();
    }
  });

  it('is loaded from another origin, with the script of workers on the page\'s own', async () => {
    const elsewhere = await serve({ roots: { '/': project().installed }, headers: { 'access-control-allow-origin': '*' } });
    try {
      const code = `import * as host from '${elsewhere.url}pkg/browser.js';
import { useWorkers } from './in-worker.mjs';
const worker = new URL('/node_modules/extism-web/pkg/worker.js', location.href);
document.getElementById('result').textContent = await useWorkers(host, (name) => new URL(name, document.baseURI), { worker });
`;
      await writeFile(join(project().folder, 'elsewhere.js'), code);
      await writeFile(join(project().folder, 'elsewhere.html'), pageWith('<script type="module" src="/elsewhere.js"></script>'));
      const policy = `${policyWith(elsewhere.url)}; connect-src 'self' ${elsewhere.url}`;
      const server = await serve({ roots: { '/': project().folder }, headers: { 'content-security-policy': policy } });
      const visit = await Visit.begin(browser());
      try {
        await visit.tab.goto(`${server.url}elsewhere.html`);
        const text = () => globalThis.document.getElementById('result').textContent;
        await visit.eventually(text, (said) => expect({ said, problems: visit.problems }).to.deep.equal({ said: workersAnswer, problems: [] }));
        expect(visit.requests).to.include(`${elsewhere.url}pkg/extism_web_bg.wasm`);
      } finally {
        await visit.close();
        await server.close();
      }
    } finally {
      await elsewhere.close();
    }
  });

  /** Makes a page with an import map; its name and the policy that it needs. */
  async function mapped(page, app) {
    const map = JSON.stringify({ imports: { 'extism-web': '/node_modules/extism-web/pkg/browser.js' } });
    await writeFile(join(project().folder, page), pageWith(`${importMapScript(map)}<script type="module" src="/${app}"></script>`));
    // A policy sees an import map as an inline script: it needs the map's hash.
    const hash = createHash('sha256').update(map).digest('base64');
    return { page, policy: policyWith(`'sha256-${hash}'`) };
  }
}
