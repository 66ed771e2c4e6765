// src/api/wasi/preview1.js: the WASI of js/wasi as one module for the Rust crate, which cannot have npm packages. It is part of the
// crate's sources, so that the crate is built by cargo alone.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, runMain } from '../lib/process.mjs';

export const crateWasi = inRoot('src', 'api', 'wasi', 'preview1.js');

/** The module's text. Needs pkg/wasi_shim.js. */
export async function bundledWasi() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [inRoot('js', 'wasi', 'crate.js')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
    banner: { js: '// Made by `npm run build` from js/wasi/crate.js.' },
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/** Must run after the WASI shim is made. The file's time stays where its text does, or cargo would compile the crate again. */
export async function buildCrateWasi() {
  const text = await bundledWasi();
  if (existsSync(crateWasi) && readFileSync(crateWasi, 'utf8') === text) return;
  if (process.env.CI) throw new Failure('src/api/wasi/preview1.js is not what js/wasi makes: commit what npm run build writes');
  writeFileSync(crateWasi, text);
}

if (isMain(import.meta.url)) await runMain(buildCrateWasi);
