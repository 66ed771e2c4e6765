// How a crate becomes a WebAssembly module of the package.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { capture, Failure, run, shown } from '../lib/process.mjs';
import { cargoEnv, wasmTarget } from '../lib/rust.mjs';
import { smallStd } from '../setup/small-std.mjs';
import { wasmOpt } from '../setup/wasm-opt.mjs';

// What the compiler and wasm-bindgen use beyond the first version of WebAssembly; every engine that the
// package supports has them.
const features = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'sign-ext', 'multivalue'];

/** A folder of its own: flags, or a standard library, that others do not have would have everything compiled again. */
const target = inRoot('target', 'package');

/** What a change of must compile again. */
export const compilerSettings = () => [features, smallStd(), capture('rustc', ['-vV'], { env: cargoEnv() }), process.env.RUSTFLAGS];

/** Messages name source files: without the folders of the machine that built them. @returns {string[]} */
function shortPaths() {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src');
  const indices = existsSync(sources) ? readdirSync(sources) : [];
  return indices.map((index) => `--remap-path-prefix=${join(sources, index)}=crates`);
}

/** @param {string} crate @returns {Promise<string>} the module's path */
export async function compileCrate(crate) {
  const env = cargoEnv();
  // So that the folders to shorten are there.
  await run('cargo', ['fetch', '--quiet', '--locked', '--target', wasmTarget], { env });
  const std = smallStd();
  console.log(`build: ${crate} is compiled with ${std.isSmall ? 'a standard library that is optimized for size' : "the toolchain's standard library"}`);
  const flags = ['--config', `target.${wasmTarget}.rustflags=${JSON.stringify([...shortPaths(), ...std.flags])}`];
  const options = ['--quiet', '--release', '--package', crate, '--target', wasmTarget, '--target-dir', target];
  await run('cargo', ['build', ...options, ...flags], { env: { ...env, ...std.env } });
  return join(target, wasmTarget, 'release', `${crate.replaceAll('-', '_')}.wasm`);
}

/**
 * Has wasm-opt change a module.
 * @param {string} from @param {string} to @param {string[]} passes
 * @returns {string} what it printed
 */
export function optimize(from, to, passes) {
  const [command, args] = wasmOpt(...passes, ...features.map((feature) => `--enable-${feature}`), '--strip-debug', '--strip-producers', from, '-o', to);
  const printed = capture(command, args);
  if (printed === null) throw new Failure(`${shown(command, args)} failed`);
  return printed;
}
