// Which Rust is used, and how cargo is called with it.
//
// There are two roads. Most people have rustup, which adds a target or a component when asked. Where rustup
// may not download (RUSTUP_AUTO_INSTALL=0) or is absent, Debian's rustc for the web serves, with a standard
// library for wasm built from Debian's own source package.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isDebian } from './debian.mjs';
import { capture, which } from './process.mjs';

/** The name under which rustup knows Debian's compiler. */
export const debianToolchain = 'web';

/** Debian's Rust, as a sysroot. */
export const debianSysroot = '/usr';

/** The linker of Debian's Rust. */
export const debianLinker = '/usr/bin/lld-22';

/** The target the package is compiled for. */
export const wasmTarget = 'wasm32-unknown-unknown';

/** Whether a rustup is there at all. */
export const hasRustup = () => which('rustup') !== null;

/** Whether what is missing comes from Debian instead of rustup. */
export const onDebianRoad = () => isDebian() && (process.env.RUSTUP_AUTO_INSTALL === '0' || !hasRustup());

/** The environment in which cargo and rustc are Debian's. */
export function debianRustEnv() {
  if (hasRustup()) return { ...process.env, RUSTUP_TOOLCHAIN: debianToolchain };
  return { ...process.env, PATH: `${debianSysroot}/bin${delimiter}${process.env.PATH ?? ''}` };
}

/** Where a compiler keeps things, or null when there is none that knows `target`. */
export function rustPaths(env, target = wasmTarget) {
  const answer = capture('rustc', ['--print', 'sysroot', '--print', 'target-libdir', '--target', target], { env });
  if (answer === null) return null;
  const [sysroot, libdir] = answer.split(/\r?\n/);
  return { sysroot, libdir };
}

/** Whether the compiler of `env` has a standard library for `target`. */
export function hasStd(env, target) {
  const paths = rustPaths(env, target);
  return paths !== null && existsSync(paths.libdir) && readdirSync(paths.libdir).some((name) => /^libstd-.*\.rlib$/.test(name));
}

/** Whether the compiler of `env` comes with `cargo fmt` and `cargo clippy`. */
export function hasLintTools(env) {
  const sysroot = capture('rustc', ['--print', 'sysroot'], { env });
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return sysroot !== null && ['rustfmt', 'cargo-fmt', 'cargo-clippy'].every((tool) => existsSync(join(sysroot, 'bin', tool + suffix)));
}

let chosen;

/**
 * The environment for every cargo call: the person's own toolchain where it can compile to wasm, else
 * Debian's on that road. `npm run setup` makes sure that one of them can.
 */
export function cargoEnv() {
  chosen ??= onDebianRoad() && !hasStd(process.env, wasmTarget) ? debianRustEnv() : { ...process.env };
  return chosen;
}

/** Whether the compiler is Debian's. */
export function usesDebianRust() {
  const paths = onDebianRoad() ? rustPaths(cargoEnv()) : null;
  return paths !== null && realpathSync(paths.sysroot) === realpathSync(debianSysroot);
}

/** The triple of this machine. */
export const hostTriple = () => /^host: (.+)$/m.exec(capture('rustc', ['-vV'], { env: cargoEnv() }) ?? '')?.[1] ?? null;
