// The installed package through bundlers; what they make runs in a browser, under the strict policy.
import { expect } from 'chai';
import { strictPolicy } from '../e2e/policy.mjs';
import * as bundlers from './bundlers.mjs';
import { filesBelow } from './install.mjs';
import { showsAnswer, urlShowsAnswer } from './show.mjs';

/**
 * @param {() => import('./install.mjs').Project} project
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function bundlerTests(project, browser) {
  /** @param {string} name of the output's folder @param {bundlers.Bundle} bundle @param {number} modules .wasm files made, the plug-in not counted */
  const works = async (name, bundle, modules) => {
    const out = await bundlers.outputFolder(project(), name);
    await bundle(project(), out);
    const made = (await filesBelow(out)).filter((file) => file.endsWith('.wasm'));
    expect(made, 'WebAssembly files made').to.have.length(modules);
    await bundlers.addPlugin(project(), out);
    await showsAnswer(browser(), { root: out, page: '', policy: strictPolicy });
  };

  it('is bundled by webpack without settings', () => works('webpack', bundlers.webpack, 1));
  it('is bundled by Vite without settings', () => works('vite', bundlers.vite, 1));
  it('is bundled by esbuild, its WebAssembly copied beside the bundle', () => works('esbuild-copied', bundlers.esbuildCopied, 1));
  it('is bundled by esbuild with the loader "file"', () => works('esbuild-file', bundlers.esbuildFile, 1));
  it('is bundled by esbuild with the loader "binary" into one classic script', () => works('esbuild-binary', bundlers.esbuildBinary, 0));

  it('is served by Vite while developing, without settings', async () => {
    const server = await bundlers.viteServer(project());
    try {
      await urlShowsAnswer(browser(), server.url);
    } finally {
      await server.close();
    }
  });
}
