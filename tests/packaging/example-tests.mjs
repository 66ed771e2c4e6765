// The examples in JavaScript, with the installed package.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { Visit } from '../e2e/visit.mjs';
import { addPlugins } from './install.mjs';
import { startServer } from './program.mjs';
import { toolProject } from './tools.mjs';
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

  it('page: counts while a person types', async () => {
    const root = await copied('page', join(packed().folder, 'example-page'));
    await cp(join(packed().folder, 'node_modules'), join(root, 'node_modules'), { recursive: true });
    const server = await serve({ roots: { '/': root }, headers: { 'content-security-policy': strictPolicy } });
    const visit = await Visit.begin(browser());
    const shows = (expected) => visit.eventually(() => globalThis.document.getElementById('count').textContent, (text) => expect({ text, problems: visit.problems }).to.deep.equal({ text: expected, problems: [] }));
    try {
      await visit.tab.goto(server.url);
      await shows('3 vowels, 3 in all');
      await visit.tab.fill('#text', 'syzygy');
      await shows('0 vowels, 3 in all');
      await visit.tab.click('#y');
      await shows('3 vowels, 3 in all');
      await visit.expectClean(server.url);
    } finally {
      await visit.close();
      await server.close();
    }
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
