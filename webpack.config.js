// Bundles the playground, and with it shows that a bundler finds everything the package needs.
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const page = here('www/dist');

/** The files that the page loads as they are. */
const copied = {
  'www/index.html': 'index.html',
  'www/style.css': 'style.css',
  'target/fixtures/count_vowels.wasm': 'count_vowels.wasm',
};

/** Copies them when a bundle was written. */
class CopyFiles {
  apply(compiler) {
    compiler.hooks.afterEmit.tapPromise('CopyFiles', async () => {
      await mkdir(page, { recursive: true });
      await Promise.all(Object.entries(copied).map(([from, to]) => copyFile(here(from), `${page}/${to}`)));
    });
  }
}

export default {
  mode: 'production',
  entry: here('www/main.js'),
  output: { path: page, filename: 'main.js', clean: true },
  // The page is for looking at, its source included.
  devtool: 'source-map',
  plugins: [new CopyFiles()],
};
