// How each bundler is told to bundle an app that uses the package: the settings that the README gives to users.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageWith } from './html.mjs';

/**
 * A way to bundle. It fills `out`, an existing folder, with index.html and what belongs to it.
 * @typedef {(project: import('./install.mjs').Project, out: string) => Promise<void>} Bundle
 */

const modulePage = (script) => pageWith(`<script type="module" src="${script}"></script>`);

/** webpack 5: no settings. @type {Bundle} */
export async function webpack({ folder }, out) {
  const { default: makeCompiler } = await import('webpack');
  const compiler = makeCompiler({ mode: 'production', context: folder, entry: './app.js', output: { path: out, filename: 'app.js' } });
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result)))),
  );
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ preset: 'errors-warnings', colors: false }));
  await writeFile(join(out, 'index.html'), modulePage('app.js'));
}

/** Vite: no settings. @type {Bundle} */
export async function vite({ folder }, out) {
  await writeFile(join(folder, 'index.html'), modulePage('/app.js'));
  const { build } = await import('vite');
  await build({ root: folder, configFile: false, logLevel: 'error', build: { outDir: out, emptyOutDir: true } });
}

/**
 * Vite's development server, no settings.
 * @param {import('./install.mjs').Project} project
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function viteServer({ folder }) {
  await writeFile(join(folder, 'index.html'), modulePage('/app.js'));
  const { createServer } = await import('vite');
  const server = await createServer({ root: folder, configFile: false, logLevel: 'error', server: { host: '127.0.0.1', port: 0 } });
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
export async function esbuildCopied({ folder, installed }, out) {
  await runEsbuild({ absWorkingDir: folder, entryPoints: ['app.js'], format: 'esm', outdir: out });
  await copyFile(join(installed, 'pkg', 'extism_web_bg.wasm'), join(out, 'extism_web_bg.wasm'));
  await writeFile(join(out, 'index.html'), modulePage('app.js'));
}

/** esbuild: the host's WebAssembly imported as a file, `--loader:.wasm=file`. @type {Bundle} */
export async function esbuildFile({ folder }, out) {
  await runEsbuild({ absWorkingDir: folder, entryPoints: ['app-url.js'], format: 'esm', outdir: out, loader: { '.wasm': 'file' } });
  await writeFile(join(out, 'index.html'), modulePage('app-url.js'));
}

/** esbuild: all in one classic script, `--loader:.wasm=binary`. @type {Bundle} */
export async function esbuildBinary({ folder }, out) {
  await runEsbuild({ absWorkingDir: folder, entryPoints: ['app-bytes.js'], format: 'iife', outdir: out, loader: { '.wasm': 'binary' } });
  await writeFile(join(out, 'index.html'), pageWith('<script src="app-bytes.js"></script>'));
}

/** Makes a folder for a bundle in the project. */
export async function outputFolder(project, name) {
  const out = join(project.folder, 'out', name);
  await mkdir(out, { recursive: true });
  return out;
}

/** Puts the plug-in there; after the bundler, which may empty the folder. */
export const addPlugin = (project, out) => copyFile(join(project.folder, 'count_vowels.wasm'), join(out, 'count_vowels.wasm'));
