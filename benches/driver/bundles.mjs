// Both hosts as people ship them: bundled and minified, in target/benches/bundles.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inRoot } from '../../scripts/lib/paths.mjs';

const folder = inRoot('target', 'benches', 'bundles');
const wasm = 'extism_web_bg.wasm';

/** What is imported, and which files beside the bundle it loads. */
const entries = {
  ours: { specifier: 'extism-web', beside: [inRoot('pkg', wasm)] },
  theirs: { specifier: '@extism/extism', beside: [] },
};

/**
 * Bundles an application that uses `createPlugin` of each host and nothing else.
 * @returns {Promise<Record<'ours' | 'theirs', string[]>>} the files that such an application downloads
 */
export async function buildBundles() {
  mkdirSync(folder, { recursive: true });
  const files = {};
  for (const [name, { specifier, beside }] of Object.entries(entries)) {
    const outfile = join(folder, `${name}.js`);
    await build({
      stdin: { contents: `export { createPlugin } from ${JSON.stringify(specifier)};`, resolveDir: inRoot() },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'error',
      outfile,
    });
    for (const file of beside) copyFileSync(file, join(folder, wasm));
    files[name] = [outfile, ...beside.map(() => join(folder, wasm))];
  }
  return files;
}
