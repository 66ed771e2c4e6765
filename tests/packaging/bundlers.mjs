// How each bundler is told to bundle an app that uses the package: the settings that the README gives to users.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageWith } from './html.mjs';

/**
 * A way to bundle. It fills `out`, an existing folder, with index.html and what belongs to it.
 * @typedef {(project: import('./install.mjs').Project, out: string, app: string) => Promise<void>} Bundle
 */

const modulePage = (script) => pageWith(`<script type="module" src="${script}"></script>`);

/** @param {import('webpack').Configuration} settings */
async function runWebpack(settings) {
  const { default: makeCompiler } = await import('webpack');
  const compiler = makeCompiler(settings);
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result)))),
  );
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ preset: 'errors-warnings', colors: false }));
}

/** webpack 5: no settings. @type {Bundle} */
export async function webpack({ folder }, out, app) {
  await runWebpack({ mode: 'production', context: folder, entry: `./${app}`, output: { path: out, filename: 'app.js' } });
  await writeFile(join(out, 'index.html'), modulePage('app.js'));
}

/** Rolldown: no settings. @type {Bundle} */
export async function rolldown({ folder }, out, app) {
  const { rolldown: start } = await import('rolldown');
  const build = await start({ input: { app: join(folder, app) }, platform: 'browser', logLevel: 'warn' });
  await build.write({ dir: out, format: 'es' });
  await build.close();
  await writeFile(join(out, 'index.html'), modulePage('app.js'));
}

/** Rolldown: the two files copied beside the bundle. @type {Bundle} */
export async function rolldownCopied(project, out, app) {
  await rolldown(project, out, app);
  for (const file of ['extism_web_bg.wasm', 'worker.js']) await copyFile(join(project.installed, 'pkg', file), join(out, file));
}

/** Vite: no settings. @type {Bundle} */
export async function vite({ folder }, out, app) {
  await writeFile(join(folder, 'index.html'), modulePage(`/${app}`));
  const { build } = await import('vite');
  await build({ root: folder, configFile: false, logLevel: 'error', build: { outDir: out, emptyOutDir: true } });
}

/**
 * Vite's development server, no settings but the headers.
 * @param {import('./install.mjs').Project} project
 * @param {string} app
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function viteServer({ folder }, app, headers = {}) {
  await writeFile(join(folder, 'index.html'), modulePage(`/${app}`));
  const { createServer } = await import('vite');
  const server = await createServer({ root: folder, configFile: false, logLevel: 'error', server: { host: '127.0.0.1', port: 0, headers } });
  await server.listen();
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.httpServer?.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** @param {import('esbuild').BuildOptions} options */
async function runEsbuild(options) {
  const { build } = await import('esbuild');
  const { warnings } = await build({ bundle: true, minify: true, logLevel: 'silent', ...options });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
}

/** esbuild: the host's WebAssembly copied beside the bundle, an ES module. @type {Bundle} */
export async function esbuildCopied({ folder, installed }, out, app) {
  await runEsbuild({ absWorkingDir: folder, entryPoints: [app], format: 'esm', outdir: out });
  await copyFile(join(installed, 'pkg', 'extism_web_bg.wasm'), join(out, 'extism_web_bg.wasm'));
  await writeFile(join(out, 'index.html'), modulePage(app));
}

/** esbuild: the same, and the workers' script as another entry point. @type {Bundle} */
export async function esbuildEntries({ folder, installed }, out, app) {
  const entryPoints = [
    { in: app, out: 'app' },
    { in: 'extism-web/worker', out: 'worker' },
  ];
  await runEsbuild({ absWorkingDir: folder, entryPoints, format: 'esm', outdir: out });
  await copyFile(join(installed, 'pkg', 'extism_web_bg.wasm'), join(out, 'extism_web_bg.wasm'));
  await writeFile(join(out, 'index.html'), modulePage('app.js'));
}

/** esbuild: the host's WebAssembly imported as a file, `--loader:.wasm=file`. @type {Bundle} */
export async function esbuildFile({ folder }, out, app) {
  await runEsbuild({ absWorkingDir: folder, entryPoints: [app], format: 'esm', outdir: out, loader: { '.wasm': 'file' } });
  await writeFile(join(out, 'index.html'), modulePage(app));
}

/** esbuild: all in one classic script, `--loader:.wasm=binary`. @type {Bundle} */
export async function esbuildBinary({ folder }, out, app) {
  await runEsbuild({ absWorkingDir: folder, entryPoints: [app], format: 'iife', outdir: out, loader: { '.wasm': 'binary' } });
  await writeFile(join(out, 'index.html'), pageWith(`<script src="${app}"></script>`));
}

/** esbuild: the same, and the workers' script, which is one file, copied beside it. @type {Bundle} */
export async function esbuildBinaryAndWorker(project, out, app) {
  await esbuildBinary(project, out, app);
  await copyFile(join(project.installed, 'pkg', 'worker.js'), join(out, 'worker.js'));
}

/** The script of Node's workers as another entry point. @param {string} app @param {import('esbuild').BuildOptions} [options] */
const forNode = (app, options) => ({
  ...options,
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  format: /** @type {const} */ ('esm'),
  outExtension: { '.js': '.mjs' },
  entryPoints: [
    { in: app, out: 'app' },
    { in: 'extism-web/worker', out: 'worker' },
  ],
});

/** esbuild for Node: the worker's script as another entry point. @type {Bundle} */
export async function esbuildNode({ folder }, out, app) {
  await runEsbuild({ absWorkingDir: folder, outdir: out, ...forNode(app) });
}

/** esbuild for Node: the host's WebAssembly in the bundle, `--loader:.wasm=binary`. @type {Bundle} */
export async function esbuildNodeBinary({ folder }, out, app) {
  await runEsbuild({ absWorkingDir: folder, outdir: out, ...forNode(app, { loader: { '.wasm': 'binary' } }) });
}

/** Makes a folder for a bundle in the project. */
export async function outputFolder(project, name) {
  const out = join(project.folder, 'out', name);
  await mkdir(out, { recursive: true });
  return out;
}

/** esbuild for a server, no settings but the platform and the format. @param {'esm' | 'cjs'} format @returns {Bundle} */
export const esbuildServer =
  (format) =>
  ({ folder }, out, app) =>
    runEsbuild({ absWorkingDir: folder, entryPoints: { program: app }, platform: 'node', format, outdir: out, target: 'node20' });

/** webpack for a server. @param {'commonjs' | 'module'} format @returns {Bundle} */
export const webpackServer =
  (format) =>
  ({ folder }, out, app) =>
    runWebpack({
      mode: 'production',
      context: folder,
      target: 'node20',
      entry: `./${app}`,
      experiments: { outputModule: format === 'module' },
      output: { path: out, filename: 'program.js', module: format === 'module', chunkFormat: format },
    });

/** Rolldown for a server. @type {Bundle} */
export async function rolldownServer({ folder }, out, app) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({ input: { program: join(folder, app) }, platform: 'node', logLevel: 'warn' });
  await build.write({ dir: out, format: 'es' });
  await build.close();
}
