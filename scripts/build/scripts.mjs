// The package's scripts in pkg/, from js/ and the glue: few files, without white space and comments. A page loads and starts
// fast by that, and whoever puts the worker's script somewhere has one file to think of.
import { readdirSync, rmSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const made = (name) => inRoot('pkg', name);

/** What several entries share, or load when they need it. */
const isPart = (file) => /^part-\w+\.js$/.test(file);

/**
 * All are in one folder, with the WebAssembly: so every path that is relative to a script is right from each of them.
 *
 * @type {{names: string[], options: import('esbuild').BuildOptions}[]}
 */
const bundles = [
  { names: ['browser', 'module'], options: { platform: 'browser', splitting: true } },
  { names: ['node', 'sync-fetch-helper'], options: { platform: 'node', splitting: true } },
  // In a browser's worker the host's WebAssembly comes from the page: bundlers shall not look for it here.
  { names: ['worker'], options: { platform: 'browser', define: { 'import.meta.url': '""' } } },
  { names: ['worker-node'], options: { platform: 'node' } },
];

/** Must run after the package step, which empties pkg/, and the WASI shim. */
export const buildScripts = () =>
  whenChanged(
    {
      name: 'scripts',
      inputs: [...scriptSources, made('extism_web.js'), made('wasi_shim.js'), inRoot('scripts', 'build', 'scripts.mjs'), inRoot('package-lock.json')],
      outputs: bundles.flatMap(({ names }) => names.map((name) => made(`${name}.js`))),
    },
    async () => {
      for (const file of readdirSync(inRoot('pkg')).filter(isPart)) rmSync(made(file));
      for (const one of bundles) await bundle(one);
    },
  );

/** @param {typeof bundles[number]} bundle */
async function bundle({ names, options }) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: names.map((name) => inRoot('js', `${name}.js`)),
    outdir: inRoot('pkg'),
    chunkNames: 'part-[hash]',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
    ...options,
  });
}

if (isMain(import.meta.url)) await runMain(buildScripts);
