// pkg/: the crate compiled to wasm, its JavaScript glue, and the module made small.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { capture, Failure, isMain, run, runMain, shown } from '../lib/process.mjs';
import { cargoEnv, wasmTarget } from '../lib/rust.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { smallStd } from '../setup/small-std.mjs';
import { lockedVersion, wasmBindgen } from '../setup/wasm-bindgen.mjs';
import { wasmOpt } from '../setup/wasm-opt.mjs';
import { buildName, checked, marked } from './build-mark.mjs';
import { namedByLikeness } from './function-order.mjs';
import { adaptDeclarations, adaptGlue } from './glue.mjs';
import { crateSources } from './inputs.mjs';
import { renamed, shortNames } from './short-names.mjs';

// -Os rather than -O3: the module only sets calls up (the copying is the engine's, the loads and stores are
// the kernel's), so a smaller download is worth more than faster code.
// Of the functions that are called once, large ones stay functions: what they begin and end with is alike, which compresses.
// Small ones do not: engines compile each function when it is first called, which takes most of the time of a first call.
const passes = ['-Os', '--one-caller-inline-max-function-size=40'];

// What the compiler and wasm-bindgen use beyond the first version of WebAssembly; every engine that the
// package supports has them.
const features = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'multivalue'];

/** A folder of its own: flags, or a standard library, that others do not have would have everything compiled again. */
const target = inRoot('target', 'package');
const compiled = join(target, wasmTarget, 'release', 'extism_web_npm.wasm');
const out = (name) => inRoot('pkg', name);
const outputs = ['extism_web.js', 'extism_web.d.ts', 'extism_web_bg.wasm'].map(out);

/** The settings a change of which must rebuild. */
const settings = () =>
  JSON.stringify([passes, features, smallStd(), lockedVersion(), capture('rustc', ['-vV'], { env: cargoEnv() }), process.env.RUSTFLAGS]);

export const buildPackage = () =>
  whenChanged({ name: 'package', inputs: [...crateSources, ...['package.mjs', 'build-mark.mjs', 'function-order.mjs', 'glue.mjs', 'short-names.mjs'].map((name) => inRoot('scripts', 'build', name))], outputs, extra: settings() }, async () => {
    await compile();
    await bind();
    shrink();
    await minify();
  });

/** Messages name source files: without the folders of the machine that built them. @returns {string[]} */
function shortPaths() {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src');
  const indices = existsSync(sources) ? readdirSync(sources) : [];
  return indices.map((index) => `--remap-path-prefix=${join(sources, index)}=crates`);
}

async function compile() {
  const env = cargoEnv();
  // So that the folders to shorten are there.
  await run('cargo', ['fetch', '--quiet', '--locked', '--target', wasmTarget], { env });
  const std = smallStd();
  console.log(`build: the module is compiled with ${std.isSmall ? 'a standard library that is optimized for size' : "the toolchain's standard library"}`);
  const flags = ['--config', `target.${wasmTarget}.rustflags=${JSON.stringify([...shortPaths(), ...std.flags])}`];
  const options = ['--quiet', '--release', '--package', 'extism-web-npm', '--target', wasmTarget, '--target-dir', target];
  await run('cargo', ['build', ...options, ...flags], { env: { ...env, ...std.env } });
}

async function bind() {
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
];

/** The glue is generated, and nobody reads it: without its white space it is half the size. */
async function minify() {
  const { build } = await import('esbuild');
  const glue = out('extism_web.js');
  writeFileSync(glue, unused.reduce((text, part) => text.replace(part, ''), readFileSync(glue, 'utf8')));
  const define = { 'Symbol.dispose': 'undefined' };
  await build({ entryPoints: [glue], outfile: glue, allowOverwrite: true, format: 'esm', target: 'es2022', minify: true, define, logLevel: 'warning' });
}

function shrink() {
  const module = out('extism_web_bg.wasm');
  const glue = out('extism_web.js');
  const enabled = features.map((feature) => `--enable-${feature}`);
  const [command, args] = wasmOpt(...passes, shortNames, ...enabled, '--strip-debug', '--strip-producers', module, '-o', module);
  const names = capture(command, args);
  if (names === null) throw new Failure(`${shown(command, args)} failed`);
  writeFileSync(module, namedByLikeness(readFileSync(module)));
  const [order, orderArgs] = wasmOpt('--reorder-functions-by-name', ...enabled, '--strip-debug', module, '-o', module);
  if (capture(order, orderArgs) === null) throw new Failure(`${shown(order, orderArgs)} failed`);
  const build = buildName(readFileSync(compiled));
  writeFileSync(module, marked(readFileSync(module), build));
  writeFileSync(glue, checked(renamed(adaptGlue(readFileSync(glue, 'utf8')), names), build));
  const declarations = out('extism_web.d.ts');
  writeFileSync(declarations, adaptDeclarations(readFileSync(declarations, 'utf8')));
}

if (isMain(import.meta.url)) await runMain(buildPackage);
