// The installed package in a page, as plain ES modules, without any bundler.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importMapScript, pageWith } from './html.mjs';
import { policyWith, showsAnswer, showsWorkers } from './show.mjs';

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

  /** Makes a page with an import map; its name and the policy that it needs. */
  async function mapped(page, app) {
    const map = JSON.stringify({ imports: { 'extism-web': '/node_modules/extism-web/pkg/browser.js' } });
    await writeFile(join(project().folder, page), pageWith(`${importMapScript(map)}<script type="module" src="/${app}"></script>`));
    // A policy sees an import map as an inline script: it needs the map's hash.
    const hash = createHash('sha256').update(map).digest('base64');
    return { page, policy: policyWith(`'sha256-${hash}'`) };
  }
}
