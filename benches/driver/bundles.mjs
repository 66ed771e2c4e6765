// Both hosts as people ship them: bundled and minified, in target/benches/bundles.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
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

/**
 * One bundle, by the bundler of Vite: NAME.js, and a chunk for each import that is made when it is needed.
 * @returns {Promise<Map<string, string[]>>} for each file the files that it imports as it starts
 */
async function bundle(name, contents) {
  const entry = inRoot(`${name}-entry.js`);
  const fromText = {
    name: 'entry-from-text',
    resolveId: (id) => (id === entry ? entry : null),
    load: (id) => (id === entry ? contents : null),
  };
  const bundled = await rolldown({
    input: { [name]: entry },
    platform: 'browser',
    plugins: [fromText],
    logLevel: 'warn',
    // An application's entry has no exports to keep alone; that of this one is for the benchmark.
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await bundled.write({ dir: folder, format: 'es', minify: true, chunkFileNames: `${name}-[hash].js` });
  await bundled.close();
  return new Map(output.map((chunk) => [chunk.fileName, chunk.imports ?? []]));
}

/** The files that a page gets by importing one. */
function downloaded(outputs, file, reached = new Set()) {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const imported of outputs.get(file)) downloaded(outputs, imported, reached);
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
    files[name] = [...downloaded(outputs, `${name}.js`), ...beside].map((file) => join(folder, file));
  }
  await bundle('worker', "import 'extism-web/worker';");
  copyFileSync(inRoot('pkg', wasm), join(folder, wasm));
  return files;
}
