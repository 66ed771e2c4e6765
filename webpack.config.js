// Bundles the playground, and with it shows that a bundler finds everything the package needs.
import { copyFile, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';
import { documentPages } from './www/build/document-pages.mjs';
import { offlineWorker } from './www/build/offline-worker.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const page = here('www/dist');
const { version } = JSON.parse(await readFile(here('package.json'), 'utf8'));

/** The files that the page loads as they are. */
const copied = {
  'www/index.html': 'index.html',
  'www/theme.js': 'theme.js',
  'www/icon.svg': 'icon.svg',
  'www/app.webmanifest': 'app.webmanifest',
};

/** Adds what is no module: files copied as they are, the pages of the documentation, and last the worker that knows all files. */
class AddFiles {
  apply(compiler) {
    compiler.hooks.afterEmit.tapPromise('AddFiles', async () => {
      for (const [from, to] of Object.entries(copied)) await copyFile(here(from), join(page, to));
      await cp(here('target/samples'), join(page, 'samples'), { recursive: true });
      await documentPages(here('docs'), join(page, 'docs'));
      await writeFile(join(page, 'offline.js'), await offlineWorker(page, await readdir(page, { recursive: true, withFileTypes: true })));
    });
  }
}

export default {
  mode: 'production',
  // What JSPI or shared memory take is newer; nothing is translated for these.
  target: 'browserslist:chrome 125, edge 125, firefox 128, safari 18',
  entry: here('www/main.js'),
  output: { path: page, filename: 'main.js', cssFilename: 'main.css', chunkFilename: 'part-[id].js', cssChunkFilename: 'part-[id].css', clean: true, module: true, environment: { module: true, dynamicImport: true } },
  experiments: { css: true, outputModule: true },
  // The package says of its own files which have side effects; elements and styles of the page have.
  module: { rules: [{ include: here('www'), sideEffects: true }] },
  optimization: { chunkIds: 'deterministic' },
  // The page is for looking at, its source included.
  devtool: 'source-map',
  performance: { hints: false },
  plugins: [new webpack.DefinePlugin({ __VERSION__: JSON.stringify(version) }), new AddFiles()],
};
