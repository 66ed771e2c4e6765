// The WASI of js/wasi for the Rust crate, which cannot have npm packages: src/api/wasi/directory.js, and preview1.js, which is loaded when a
// plug-in is given WASI. They are part of the crate's sources, so that the crate is built by cargo alone.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, runMain } from '../lib/process.mjs';

const bundles = [
  { source: 'memory-directory.js', name: 'directory.js' },
  { source: 'crate.js', name: 'preview1.js' },
];

/** Leaves the module of the first bundle out of the second. @type {import('esbuild').Plugin} */
const shared = {
  name: 'shared',
  setup({ onResolve }) {
    onResolve({ filter: /\/memory-directory\.js$/ }, ({ kind }) => (kind === 'entry-point' ? undefined : { path: './directory.js', external: true }));
  },
};

/** @param {string} source a file of js/wasi */
async function bundled(source) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [inRoot('js', 'wasi', source)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
    banner: { js: `// Made by \`npm run build\` from js/wasi/${source}.` },
    plugins: [shared],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/** Must run after the WASI shim is made. A file's time stays where its text does, or cargo would compile the crate again. */
export async function buildCrateWasi() {
  for (const { source, name } of bundles) {
    const text = await bundled(source);
    const path = inRoot('src', 'api', 'wasi', name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (process.env.CI) throw new Failure(`src/api/wasi/${name} is not what js/wasi makes: commit what npm run build writes`);
    writeFileSync(path, text);
  }
}

if (isMain(import.meta.url)) await runMain(buildCrateWasi);
