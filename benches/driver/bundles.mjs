// Both hosts as people ship them: bundled and minified, in target/benches/bundles.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inRoot } from '../../scripts/lib/paths.mjs';

const folder = inRoot('target', 'benches', 'bundles');
const wasm = 'extism_web_bg.wasm';

/** What the bundles are made from. */
const createPlugin = (specifier) => `export { createPlugin } from ${JSON.stringify(specifier)};`;

/** The hosts, and the files beside the bundle that they fetch. */
const hosts = {
  ours: { specifier: 'extism-web', beside: [wasm] },
  theirs: { specifier: '@extism/extism', beside: [] },
};

/** One bundle: NAME.js, and a chunk for each import that is made when it is needed. */
async function bundle(name, contents) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: inRoot() },
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
    absWorkingDir: inRoot(),
    outdir: folder,
    entryNames: name,
    chunkNames: `${name}-[hash]`,
  });
  return metafile.outputs;
}

/** The outputs that a page gets by importing one. */
function downloaded(outputs, entry, reached = new Set()) {
  if (reached.has(entry)) return reached;
  reached.add(entry);
  for (const { path, kind } of outputs[entry].imports) if (kind === 'import-statement') downloaded(outputs, path, reached);
  return reached;
}

/**
 * Bundles an application that uses `createPlugin` of each host and nothing else, and beside it our worker's script.
 * @returns {Promise<Record<'ours' | 'theirs', string[]>>} the files that such an application downloads for a call on
 *   the main thread
 */
export async function buildBundles() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = {};
  for (const [name, { specifier, beside }] of Object.entries(hosts)) {
    const outputs = await bundle(name, createPlugin(specifier));
    const entry = Object.keys(outputs).find((path) => path.endsWith(`/${name}.js`));
    files[name] = [...[...downloaded(outputs, entry)].map((path) => inRoot(path)), ...beside.map((file) => join(folder, file))];
  }
  await bundle('worker', "import 'extism-web/worker';");
  copyFileSync(inRoot('pkg', wasm), join(folder, wasm));
  return files;
}
