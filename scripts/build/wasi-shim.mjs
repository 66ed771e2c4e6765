// pkg/wasi_shim.js: the WASI shim as one module, since the package is used without a bundler, too.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';

const name = '@bjorn3/browser_wasi_shim';
const shim = (file) => inRoot('node_modules', name, file);
const out = inRoot('pkg', 'wasi_shim.js');
const declarations = inRoot('scripts', 'build', 'wasi-shim.d.ts');
const declarationsOut = inRoot('pkg', 'wasi_shim.d.ts');

/** Must run after the package step, which empties pkg/. */
export const buildWasiShim = () =>
  whenChanged(
    {
      name: 'wasi-shim',
      inputs: [shim('package.json'), declarations, inRoot('scripts', 'build', 'wasi-shim.mjs'), inRoot('package-lock.json')],
      outputs: [out, declarationsOut],
    },
    bundle,
  );

async function bundle() {
  const { build } = await import('esbuild');
  const { version } = JSON.parse(readFileSync(shim('package.json'), 'utf8'));
  const licence = readFileSync(shim('LICENSE-MIT'), 'utf8').trim();
  mkdirSync(inRoot('pkg'), { recursive: true });
  await build({
    stdin: {
      contents: `export { Directory, OpenDirectory } from '${name}';`,
      resolveDir: inRoot('.'),
    },
    outfile: out,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    banner: { js: `/*! ${name} ${version}, under the MIT licence:\n\n${licence}\n*/` },
    logLevel: 'warning',
  });
  copyFileSync(declarations, declarationsOut);
}

if (isMain(import.meta.url)) await runMain(buildWasiShim);
