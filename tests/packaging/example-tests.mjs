// The examples in JavaScript, with the installed package.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/process.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { Visit } from '../e2e/visit.mjs';
import { addPlugins } from './install.mjs';
import { startServer } from './program.mjs';
import { toolProject, toolScript } from './tools.mjs';
import { inWorkerd } from './workerd.mjs';

/**
 * @param {() => import('./install.mjs').Project} packed
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function exampleTests(packed, browser) {
  /** Copies an example to where the package is found. @param {string} name @param {string} folder */
  const copied = async (name, folder) => {
    await cp(inRoot('examples', name), folder, { recursive: true });
    await addPlugins(folder);
    return folder;
  };

  /** Opens a folder as a page, under a strict policy. @param {string} root @param {(visit: Visit, url: string) => Promise<void>} use */
  const opened = async (root, use) => {
    const server = await serve({ roots: { '/': root }, headers: { 'content-security-policy': strictPolicy } });
    const visit = await Visit.begin(browser());
    try {
      await visit.tab.goto(server.url);
      await use(visit, server.url);
      await visit.expectClean(server.url);
    } finally {
      await visit.close();
      await server.close();
    }
  };

  /** Waits until an element has a text. @param {Visit} visit @param {string} selector @param {string} expected */
  const shows = (visit, selector, expected) =>
    visit.eventually((query) => globalThis.document.querySelector(query)?.textContent, (text) => expect({ text, problems: visit.problems }).to.deep.equal({ text: expected, problems: [] }), selector);

  /** Builds an example of Vite's as its package.json says. @param {string} name */
  const built = async (name) => {
    const project = await toolProject('examples', packed());
    const folder = await copied(name, join(project.folder, name));
    await addPlugins(join(folder, 'public'));
    await run(process.execPath, [toolScript(project, 'vite/bin/vite.js'), 'build'], { cwd: folder, quiet: true });
    return join(folder, 'dist');
  };

  it('page: counts while a person types', async () => {
    const root = await copied('page', join(packed().folder, 'example-page'));
    await cp(join(packed().folder, 'node_modules'), join(root, 'node_modules'), { recursive: true });
    await opened(root, async (visit) => {
      await shows(visit, '#count', '3 vowels, 3 in all');
      await visit.tab.fill('#text', 'syzygy');
      await shows(visit, '#count', '0 vowels, 3 in all');
      await visit.tab.click('#y');
      await shows(visit, '#count', '3 vowels, 3 in all');
    });
  });

  it('react-vite: has a plug-in for each setting', async () => {
    await opened(await built('react-vite'), async (visit) => {
      await shows(visit, '[role=status]', '6 vowels');
      await visit.tab.fill('textarea', 'Öl, yes');
      await shows(visit, '[role=status]', '1 vowels');
      for (const [name, count] of [['German', 2], ['English with y', 2], ['English', 1]]) {
        await visit.tab.select('#language', name);
        await shows(visit, '[role=status]', `${count} vowels`);
      }
      expect(visit.requests.filter((url) => url.endsWith('count_vowels.wasm'))).to.have.lengthOf(1);
    });
  });

  it('sqlite-opfs: has a database that outlives the page', async () => {
    await opened(await built('sqlite-opfs'), async (visit, url) => {
      await visit.tab.click('#read');
      await shows(visit, '#answer', '');
      await visit.tab.click('#write');
      await shows(visit, '#answer', 'Hello');
      await visit.tab.fill('#key', "x'; DROP TABLE store; --");
      await visit.tab.fill('#value', 'zwölf');
      await visit.tab.click('#write');
      await shows(visit, '#answer', 'zwölf');
      await visit.tab.goto(url);
      await visit.tab.click('#read');
      await shows(visit, '#answer', 'Hello');
    });
  });

  it('node-service: answers many at once, and each as it deserves', async () => {
    const cwd = await copied('node-service', join(packed().folder, 'example-service'));
    const server = await startServer(process.execPath, ['server.js'], { cwd, env: { PORT: '0' } });
    const endless = await startServer(process.execPath, ['server.js'], { cwd, env: { PORT: '0', PLUGIN: 'endless.wasm' } });
    const post = (to, path, body) => fetch(to.url + path, { method: 'POST', body });
    try {
      const answers = await Promise.all(Array.from({ length: 100 }, async (_, index) => (await post(server, 'count_vowels', 'a'.repeat(index))).json()));
      expect(answers.map(({ count }) => count)).to.deep.equal(answers.map((_, index) => index));
      const status = async (...args) => (await post(...args)).status;
      expect(await status(server, 'no_such', '')).to.equal(404);
      expect(await status(server, 'count_vowels', new Uint8Array(1024 * 1024 + 1))).to.equal(413);
      expect((await fetch(`${server.url}count_vowels`)).status).to.equal(405);
      expect(await status(endless, 'forever', '')).to.equal(504);
      expect(await status(endless, 'get', '')).to.equal(200);
    } finally {
      await server.close();
      await endless.close();
    }
  });

  it('edge-worker: gives each request a plug-in', async () => {
    const project = await toolProject('wrangler', packed());
    await cp(inRoot('examples', 'edge-worker', 'worker.js'), join(project.folder, 'worker.js'));
    await inWorkerd(project, 'worker.js', [], async (get) => {
      expect(await (await get('?vowels=xyz')).json()).to.deep.equal({ count: 0, total: 0, vowels: 'xyz' });
    });
  });
}
