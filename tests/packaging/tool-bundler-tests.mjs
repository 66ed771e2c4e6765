// The installed package through bundlers that are not the repository's own, and in Jest.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { chromium } from '../../scripts/setup/chromium.mjs';
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { Visit } from '../e2e/visit.mjs';
import { workersAnswer } from './answer.mjs';
import { outputFolder } from './bundlers.mjs';
import { pageWith } from './html.mjs';
import { addPlugins, filesBelow } from './install.mjs';
import { runProgram } from './program.mjs';
import { policyWith, showsWorkers, urlShows } from './show.mjs';
import { toolProject, toolScript } from './tools.mjs';

/** @typedef {() => import('./install.mjs').Project} GetProject */
/** @typedef {() => import('../e2e/visit.mjs').Browser} GetBrowser */

const modulePage = (script) => pageWith(`<script type="module" src="${script}"></script>`);

/** A module of a tool. @param {import('./install.mjs').Project} project @param {string} name */
const load = (project, name) => import(pathToFileURL(createRequire(join(project.folder, 'app.js')).resolve(name)).href);

/** @param {GetProject} packed @param {GetBrowser} browser */
export function viteTests(packed, browser) {
  let project;
  let vite;
  before(async () => {
    project = await toolProject('vite7', packed());
    vite = await import(pathToFileURL(toolScript(project, 'vite/dist/node/index.js')).href);
    await writeFile(join(project.folder, 'index.html'), modulePage('./app-worker.js'));
  });

  /** Serves a folder, and looks at what is shown below its root. */
  const served = async (root, path, headers, use) => {
    const cacheDir = join(project.folder, '..', 'node_modules', '.vite');
    const server = await vite.createServer({ root, cacheDir, configFile: false, logLevel: 'silent', server: { host: '127.0.0.1', headers } });
    await server.listen();
    try {
      await use(`http://127.0.0.1:${server.httpServer.address().port}/${path}`);
    } finally {
      await server.close();
    }
  };
  /** A project as most are: its node_modules are below its root. */
  const shown = (headers, text) => served(join(project.folder, '..'), 'app/', headers, (url) => urlShows(browser(), url, text));

  it('runs plug-ins, also in workers, served by Vite 7 while developing, without settings', () => shown({}, `${workersAnswer} | not isolated`));
  it('runs plug-ins, also in workers, served by Vite 7 as an isolated page', () => shown(isolation, `${workersAnswer} | isolated`));
  it('names the setting where Vite 7 has the package outside of the root and does not serve its files', () =>
    served(project.folder, '', {}, async (url) => {
      const visit = await Visit.begin(browser());
      try {
        await visit.tab.goto(url);
        await visit.eventually(() => 0, () => expect(visit.problems.join('\n')).to.match(/uncaught: PluginError: .*extism_web_bg\.wasm: .* 403.*optimizeDeps\.exclude/));
      } finally {
        await visit.close();
      }
    }));
  it('is bundled by Vite 7 without settings', async () => {
    const root = await outputFolder(project, 'vite');
    await vite.build({ root: project.folder, configFile: false, logLevel: 'error', build: { outDir: root, emptyOutDir: true } });
    await addPlugins(root);
    await showsWorkers(browser(), { root, page: '', policy: strictPolicy });
  });
}

/** @param {GetProject} packed @param {GetBrowser} browser */
export function parcelTests(packed, browser) {
  it('is bundled by Parcel 2 without settings', async () => {
    const project = await toolProject('parcel', packed());
    await writeFile(join(project.folder, 'index.html'), modulePage('./app-worker.js').replace('<link rel="icon" href="data:,">', ''));
    const root = await outputFolder(project, 'parcel');
    const args = [toolScript(project, 'parcel/lib/bin.js'), 'build', 'index.html', '--dist-dir', root, '--no-cache', '--no-source-maps'];
    const { code, stdout, stderr } = await runProgram(process.execPath, args, { cwd: project.folder });
    expect(code, stdout + stderr).to.equal(0);
    await addPlugins(root);
    await writeFile(join(root, 'favicon.ico'), '');
    // Parcel tells where its files are by an inline script.
    await showsWorkers(browser(), { root, page: '', policy: policyWith("'unsafe-inline'") });
  });
}

/** @param {GetProject} packed @param {GetBrowser} browser */
export function rollupTests(packed, browser) {
  let project;
  before(async () => {
    project = await toolProject('rollup', packed());
  });

  /** Bundles by Rollup with its plug-in for packages, and with others. */
  const bundle = async (name, ...plugins) => {
    const { rollup } = await load(project, 'rollup');
    const { nodeResolve } = await load(project, '@rollup/plugin-node-resolve');
    const root = await outputFolder(project, name);
    const build = await rollup({
      input: join(project.folder, 'app-worker.js'),
      plugins: [nodeResolve({ browser: true }), ...plugins],
      onwarn: ({ message }) => {
        throw new Error(message);
      },
    });
    await build.write({ dir: root, format: 'es' });
    await build.close();
    await addPlugins(root);
    await writeFile(join(root, 'index.html'), modulePage('app-worker.js'));
    return root;
  };

  it('is bundled by Rollup with a plug-in for assets', async () => {
    const { importMetaAssets } = await load(project, '@web/rollup-plugin-import-meta-assets');
    await showsWorkers(browser(), { root: await bundle('assets', importMetaAssets()), page: '', policy: strictPolicy });
  });

  it('is bundled by Rollup without one, its files copied beside the bundle', async () => {
    const root = await bundle('copied');
    for (const file of ['extism_web_bg.wasm', 'worker.js']) await cp(join(project.installed, 'pkg', file), join(root, file));
    await showsWorkers(browser(), { root, page: '', policy: strictPolicy });
  });

  it('says where it looked and what to do, bundled by Rollup without one', async () => {
    const server = await serve({ roots: { '/': await bundle('nothing') } });
    const visit = await Visit.begin(browser());
    try {
      await visit.tab.goto(server.url);
      await visit.eventually(() => 0, () => expect(visit.problems.join('\n')).to.match(new RegExp(`uncaught: PluginError: .*${server.url}extism_web_bg.wasm: .* 404.*Copy .*bundler.*initialize.*docs/bundlers.md`)));
    } finally {
      await visit.close();
      await server.close();
    }
  });
}

/** @param {GetProject} packed */
export function jestTests(packed) {
  /** Runs an app's tests, of which there are so many. */
  const passes = async (app, tests, env) => {
    const project = await toolProject('jest', packed());
    await cp(fileURLToPath(new URL(app, import.meta.url)), project.folder, { recursive: true });
    const { code, stderr } = await runProgram(process.execPath, [toolScript(project, 'jest/bin/jest.js')], { cwd: project.folder, env: { CI: '1', ...env } });
    expect(stderr).to.match(new RegExp(`^Tests: +${tests} passed, ${tests} total$`, 'm'));
    expect(code, stderr).to.equal(0);
  };

  it('is imported by Jest in jsdom, says what is lacking there, and works when it has that', () => passes('jest-app', 2, { NODE_OPTIONS: '--experimental-vm-modules' }));
  it('is required by Jest, in Node and in jsdom', () => passes('jest-cjs-app', 3, {}));
}

/** @param {GetProject} packed */
export function vitestTests(packed) {
  it('is imported by Vitest, in Node and in jsdom, without settings', async () => {
    const project = await toolProject('vitest', packed());
    await cp(fileURLToPath(new URL('vitest-app', import.meta.url)), project.folder, { recursive: true });
    const { code, stdout, stderr } = await runProgram(process.execPath, [toolScript(project, 'vitest/vitest.mjs'), 'run', '--no-color'], { cwd: project.folder, env: { CI: '1', NO_COLOR: '1' } });
    expect(stdout, stderr).to.match(/^ *Tests +4 passed \(4\)$/m);
    expect(code).to.equal(0);
  });
}

/** @param {GetProject} packed */
export function vitestBrowserTests(packed) {
  it('is imported by Vitest in a browser, also with workers, without settings', async () => {
    const project = await toolProject('vitest-browser', packed());
    await cp(fileURLToPath(new URL('vitest-browser-app', import.meta.url)), project.folder, { recursive: true });
    await mkdir(join(project.folder, 'public'));
    await addPlugins(join(project.folder, 'public'));
    const env = { CI: '1', NO_COLOR: '1', CHROMIUM: chromium() };
    const { code, stdout, stderr } = await runProgram(process.execPath, [toolScript(project, 'vitest/vitest.mjs'), 'run', '--no-color'], { cwd: project.folder, env });
    expect(stdout, stderr).to.match(/^ *Tests +2 passed \(2\)$/m);
    expect(code).to.equal(0);
  });
}

/** @param {GetProject} packed @param {GetBrowser} browser */
export function rspackTests(packed, browser) {
  it('is bundled by Rspack without settings', async () => {
    const project = await toolProject('rspack', packed());
    const { rspack } = await load(project, '@rspack/core');
    const root = await outputFolder(project, 'rspack');
    const compiler = rspack({ mode: 'production', context: project.folder, entry: './app-worker.js', output: { path: root, filename: 'app.js' } });
    const stats = await new Promise((resolve, reject) => compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result)))));
    if (stats.hasErrors() || stats.hasWarnings()) expect.fail(stats.toString({ preset: 'errors-warnings', colors: false }));
    const made = (await filesBelow(root)).filter((file) => file.endsWith('.wasm'));
    expect(made, 'WebAssembly files made').to.have.length(1);
    await addPlugins(root);
    await writeFile(join(root, 'index.html'), modulePage('app.js'));
    await showsWorkers(browser(), { root, page: '', policy: strictPolicy });
  });
}
