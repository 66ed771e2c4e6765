// The package's scripts in pkg/, from js/ and the glue: few files, without white space and comments. A page loads and starts
// fast by that, and whoever puts the worker's script somewhere has one file to think of.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const made = (name) => inRoot('pkg', name);

/** What an entry loads when it needs it. */
const isPart = (file) => /^part-\w+\.js$/.test(file);

/**
 * All are in one folder, with the WebAssembly: so every path that is relative to a script is right from each of them.
 *
 * An entry has in its own file all that it begins with, so that it takes one trip to the server; its parts import from it.
 * A worker's script has all in one.
 *
 * @type {{name: string, platform: 'browser' | 'node', parts: boolean, define?: Record<string, string>}[]}
 */
const bundles = [
  { name: 'browser', platform: 'browser', parts: true },
  { name: 'module', platform: 'browser', parts: true },
  { name: 'node', platform: 'node', parts: true },
  { name: 'sync-fetch-helper', platform: 'node', parts: false },
  // In a browser's worker the host's WebAssembly comes from the page: bundlers shall not look for it here.
  { name: 'worker', platform: 'browser', parts: false, define: { 'import.meta.url': '""' } },
  { name: 'worker-node', platform: 'node', parts: false },
];

/** Must run after the package step, which empties pkg/, and the WASI shim. */
export const buildScripts = () =>
  whenChanged(
    {
      name: 'scripts',
      inputs: [...scriptSources, made('extism_web.js'), made('wasi_shim.js'), inRoot('scripts', 'build', 'scripts.mjs'), inRoot('package-lock.json')],
      outputs: bundles.map(({ name }) => made(`${name}.js`)),
    },
    async () => {
      for (const file of readdirSync(inRoot('pkg')).filter(isPart)) rmSync(made(file));
      for (const one of bundles) await bundle(one);
    },
  );

/** @param {typeof bundles[number]} bundle */
async function bundle({ name, platform, parts, define }) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { [name]: inRoot('js', `${name}.js`) },
    platform,
    transform: { define },
    // What a part needs of its entry is exported there, too, under a short name.
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await build.generate({
    format: 'es',
    codeSplitting: parts,
    chunkFileNames: 'part-[hash].js',
    hashCharacters: 'base36',
    minifyInternalExports: true,
    comments: { legal: true },
  });
  await build.close();
  for (const chunk of output) if (chunk.type === 'chunk') writeFileSync(made(chunk.fileName), await minified(chunk.code));
}

/** esbuild leaves quotes as they are, by which bundlers know paths to files. @param {string} code */
async function minified(code) {
  const { transform } = await import('esbuild');
  return (await transform(code, { format: 'esm', target: 'es2022', minify: true, legalComments: 'eof' })).code;
}

if (isMain(import.meta.url)) await runMain(buildScripts);
