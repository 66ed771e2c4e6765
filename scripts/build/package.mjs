// pkg/: the crate compiled to wasm, its JavaScript glue, and the module made small.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, run, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { lockedVersion, wasmBindgen } from '../setup/wasm-bindgen.mjs';
import { buildName, checked, marked } from './build-mark.mjs';
import { namedByLikeness, smallest } from './function-order.mjs';
import { adaptDeclarations, adaptGlue, withArrows } from './glue.mjs';
import { crateSources } from './inputs.mjs';
import { compileCrate, compilerSettings, optimize } from './rust-module.mjs';
import { renamed, shortNames } from './short-names.mjs';

// -Os rather than -O3: the module only sets calls up (the copying is the engine's, the loads and stores are
// the kernel's), so a smaller download is worth more than faster code.
// Of the functions that are called once, large ones stay functions: what they begin and end with is alike, which compresses.
// Small ones do not: engines compile each function when it is first called, which takes most of the time of a first call.
const passes = ['-Os', '--one-caller-inline-max-function-size=40'];

const out = (name) => inRoot('pkg', name);
const outputs = ['extism_web.js', 'extism_web.d.ts', 'extism_web_bg.wasm'].map(out);

/** The settings a change of which must rebuild. */
const settings = () => JSON.stringify([passes, lockedVersion(), ...compilerSettings()]);

export const buildPackage = () =>
  whenChanged({ name: 'package', inputs: [...crateSources, ...['package.mjs', 'build-mark.mjs', 'function-order.mjs', 'glue.mjs', 'rust-module.mjs', 'short-names.mjs'].map((name) => inRoot('scripts', 'build', name))], outputs, extra: settings() }, async () => {
    await bind(await compileCrate('extism-web-npm'));
    shrink();
    await minify();
  });

/** @param {string} compiled */
async function bind(compiled) {
  // The WASI shim is in the same folder.
  for (const output of outputs) rmSync(output, { force: true });
  await run(wasmBindgen(), [
    ...['--target', 'web', '--typescript', '--remove-producers-section', '--remove-name-section'],
    ...['--out-dir', inRoot('pkg'), '--out-name', 'extism_web', compiled],
  ]);
}

/** What the glue has for engines that the package does not run in, and for callers that it does not have. */
const unused = [
  /\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{ register: \(\) => \{\}, unregister: \(\) => \{\} \}\s*: /g,
  /if \(!\('encodeInto' in cachedTextEncoder\)\) \{.*?\n\}\n/gs,
  /console\.warn\('using deprecated parameters[^\n]*\)/g,
  // `free` of what is left to the garbage collection.
  /(?<=class (?:RawCompiledPlugin|RawContext) \{\n {4}static __wrap\(ptr\) \{\n.{0,200}?\n {4}\}\n) {4}__destroy_into_raw\(\) \{.*?\n {4}\}\n {4}free\(\) \{.*?\n {4}\}\n/gs,
];

/** `free`, and what only `free` calls. */
const takenApart = /__destroy_into_raw\(\) \{\n([^}]*?)\s*return ptr;\n {4}\}\n {4}free\(\) \{\n\s*const ptr = this\.__destroy_into_raw\(\);\n/g;

/** The glue is generated, and nobody reads it: without its white space it is half the size. */
async function minify() {
  const { build } = await import('esbuild');
  const glue = out('extism_web.js');
  const used = unused.reduce((text, part) => text.replace(part, ''), readFileSync(glue, 'utf8'));
  writeFileSync(glue, withArrows(used.replace(takenApart, 'free() {\n$1').replaceAll('.register(obj, obj.__wbg_ptr, obj)', '.register(obj, ptr, obj)')));
  const define = { 'Symbol.dispose': 'undefined' };
  await build({ entryPoints: [glue], outfile: glue, allowOverwrite: true, format: 'esm', target: 'es2022', minify: true, define, logLevel: 'warning' });
}

function shrink() {
  const module = out('extism_web_bg.wasm');
  const glue = out('extism_web.js');
  const names = optimize(module, module, [...passes, shortNames]);
  const ordered = namedByLikeness(readFileSync(module)).map((candidate) => {
    writeFileSync(module, candidate);
    optimize(module, module, ['--reorder-functions-by-name']);
    return readFileSync(module);
  });
  const made = smallest(ordered);
  const script = renamed(adaptGlue(readFileSync(glue, 'utf8')), names);
  const build = buildName(made, script);
  writeFileSync(module, marked(made, build));
  writeFileSync(glue, checked(script, build));
  const declarations = out('extism_web.d.ts');
  const withoutFree = readFileSync(declarations, 'utf8').replace(/(?<=class (?:RawCompiledPlugin|RawContext) \{\n {4}private constructor\(\);\n) {4}free\(\): void;\n {4}\[Symbol\.dispose\]\(\): void;\n/g, '');
  writeFileSync(declarations, adaptDeclarations(withoutFree));
}

if (isMain(import.meta.url)) await runMain(buildPackage);
