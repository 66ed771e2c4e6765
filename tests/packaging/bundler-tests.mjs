// The installed package through bundlers; what they make runs in a browser, under the strict policy.
import { expect } from 'chai';
import { isolation } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { workersAnswer } from './answer.mjs';
import * as bundlers from './bundlers.mjs';
import { addPlugins, filesBelow } from './install.mjs';
import { showsAnswer, showsWorkers, urlShows } from './show.mjs';

/**
 * @param {() => import('./install.mjs').Project} project
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function bundlerTests(project, browser) {
  /** @param {string} name of the output's folder @param {bundlers.Bundle} bundle @param {string} app @param {number} modules .wasm files made, the plug-ins not counted */
  const bundled = async (name, bundle, app, modules) => {
    const out = await bundlers.outputFolder(project(), name);
    await bundle(project(), out, app);
    const made = (await filesBelow(out)).filter((file) => file.endsWith('.wasm'));
    expect(made, 'WebAssembly files made').to.have.length(modules);
    // After the bundler, which may empty the folder.
    await addPlugins(out);
    return out;
  };
  const works = async (name, bundle, modules, app = 'app.js') =>
    showsAnswer(browser(), { root: await bundled(name, bundle, app, modules), page: '', policy: strictPolicy });
  const worksInWorkers = async (name, bundle, modules, app = 'app-worker.js', before = '') =>
    showsWorkers(browser(), { root: await bundled(`${name}-workers`, bundle, app, modules), page: '', policy: strictPolicy, before });

  it('is bundled by webpack without settings', () => works('webpack', bundlers.webpack, 1));
  it('is bundled by Vite without settings', () => works('vite', bundlers.vite, 1));
  it('is bundled by esbuild, its WebAssembly copied beside the bundle', () => works('esbuild-copied', bundlers.esbuildCopied, 1));
  it('is bundled by esbuild with the loader "file"', () => works('esbuild-file', bundlers.esbuildFile, 1, 'app-url.js'));
  it('is bundled by esbuild with the loader "binary" into one classic script', () => works('esbuild-binary', bundlers.esbuildBinary, 0, 'app-bytes.js'));

  it('is served by Vite while developing, without settings', () => served('app.js', (url) => urlShows(browser(), url)));

  it('runs plug-ins in workers, bundled by webpack without settings', () => worksInWorkers('webpack', bundlers.webpack, 1));
  it('runs plug-ins in workers, bundled by Rolldown, its files copied beside the bundle', () => worksInWorkers('rolldown', bundlers.rolldownCopied, 1));
  it('runs plug-ins in workers, bundled by Vite without settings', () => worksInWorkers('vite', bundlers.vite, 1));
  it('runs plug-ins in workers, bundled by esbuild with an entry point for them', () =>
    worksInWorkers('esbuild-entries', bundlers.esbuildEntries, 1, 'app-worker-url.js'));
  it('runs plug-ins in workers, bundled into one classic script, their script beside it', () =>
    worksInWorkers('esbuild-binary', bundlers.esbuildBinaryAndWorker, 0, 'app-worker-bytes.js', 'WORKER | '));

  it('runs plug-ins in workers, served by Vite while developing', () =>
    served('app-worker.js', (url) => urlShows(browser(), url, `${workersAnswer} | not isolated`)));
  it('runs plug-ins in workers, served by Vite as an isolated page', () =>
    served('app-worker.js', (url) => urlShows(browser(), url, `${workersAnswer} | isolated`), isolation));

  /** Has an app served by Vite's development server. */
  async function served(app, use, headers) {
    const server = await bundlers.viteServer(project(), app, headers);
    try {
      await use(server.url);
    } finally {
      await server.close();
    }
  }
}
