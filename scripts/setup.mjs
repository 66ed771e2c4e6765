// npm run setup: everything that the other commands need and this machine lacks. Says a line for each thing
// that it installs; where nothing is missing it is silent and quick.
import { isMain, runMain } from './lib/process.mjs';
import * as cargoModules from './setup/cargo-modules.mjs';
import * as chromium from './setup/chromium.mjs';
import * as firefox from './setup/firefox.mjs';
import * as lintTools from './setup/lint-tools.mjs';
import * as nodeModules from './setup/node-modules.mjs';
import * as smallStd from './setup/small-std.mjs';
import * as wasiTarget from './setup/wasi-target.mjs';
import * as wasmBindgen from './setup/wasm-bindgen.mjs';
import * as wasmOpt from './setup/wasm-opt.mjs';
import * as wasmTarget from './setup/wasm-target.mjs';
import * as zig from './setup/zig.mjs';

const forStart = [wasmTarget, smallStd, wasmBindgen, nodeModules, wasmOpt, zig];
const forBuild = [...forStart, wasiTarget];
const forLint = [lintTools, cargoModules];
const forBrowsers = [chromium, firefox];

async function ensureAll(things) {
  for (const thing of things) await thing.ensure();
}

/** What `npm start` needs: of compilers, those of the package and of the samples. */
export const setupStart = () => ensureAll(forStart);

/** What `npm run build` needs: compilers for the test plug-ins too. */
export const setupBuild = () => ensureAll(forBuild);

/** What `npm run lint` needs. */
export const setupLint = () => ensureAll([...forBuild, ...forLint]);

/** What `npm test` needs. */
export const setupTest = () => ensureAll([...forBuild, ...forBrowsers]);

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await ensureAll([...forBuild, ...forLint, ...forBrowsers]);
    console.log('setup: everything is in place');
  });
}
