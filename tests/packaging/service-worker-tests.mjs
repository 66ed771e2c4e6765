// The installed package in a service worker, which can neither import anything later nor start workers.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { answer } from './answer.mjs';
import { pageWith } from './html.mjs';
import { urlShows } from './show.mjs';

const refused = 'PluginError UNSUPPORTED';

/**
 * @param {() => import('./install.mjs').Project} project
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function serviceWorkerTests(project, browser) {
  const shows = async (root, script, expected) => {
    const page = pageWith('<script type="module" src="/service-worker-app.js"></script>').replace('<body>', `<body data-worker="${script}">`);
    await writeFile(join(root, 'service-worker.html'), page);
    const server = await serve({ roots: { '/': root }, headers: { 'content-security-policy': strictPolicy } });
    try {
      await urlShows(browser(), `${server.url}service-worker.html`, expected);
    } finally {
      await server.close();
    }
  };

  it('runs plug-ins, also with WASI, by the entry for service workers; refuses workers', () =>
    shows(project().folder, 'service-worker.js', [answer, 'printed', refused, refused].join(' | ')));
  it('runs plug-ins by the entry for pages; refuses workers, and WASI, with a code', () =>
    shows(project().folder, 'service-worker-plain.js', [answer, refused, refused, refused].join(' | ')));
}
