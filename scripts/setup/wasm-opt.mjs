// wasm-opt, from the npm package that carries it; node-modules.mjs installs it.
import { existsSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, packageBin, runMain } from '../lib/process.mjs';

/** The command that runs wasm-opt. */
export const wasmOpt = (...args) => packageBin('binaryen', 'wasm-opt', ...args);

export async function ensure() {
  if (!existsSync(inRoot('node_modules', 'binaryen', 'package.json')))
    throw new Failure('the npm package binaryen is missing from node_modules; remove that folder and run npm run setup');
}

if (isMain(import.meta.url)) await runMain(ensure);
