// A standard library for the package's own module, where Debian's compiler is used, for which one is built anyhow: optimized for size,
// and ending a panic at once instead of preparing a message that nobody is told. A twelfth of the module.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageVersion } from '../lib/debian.mjs';
import { cacheDir } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { debianLinker, usesDebianRust, wasmTarget } from '../lib/rust.mjs';
import { buildStd } from './debian-std.mjs';

/** The sysroot that it is in, which has nothing else. */
const sysroot = () => cacheDir(`small-std-${packageVersion('rustc-web')}`);
const libraries = () => join(sysroot(), 'lib', 'rustlib');

// Not stable yet, which the variable says to Debian's compiler.
const panics = ['-Zunstable-options', '-Cpanic=immediate-abort'];

export async function ensure() {
  if (!usesDebianRust() || existsSync(join(libraries(), wasmTarget))) return;
  await buildStd(wasmTarget, libraries(), { flags: panics, cargo: ['-Zbuild-std-features=optimize_for_size', '--config', 'profile.release.opt-level="z"'], use: ', a small one for the package' });
}

/** How the package's module is compiled: with this library, or with the toolchain's own, which is not small. */
export function smallStd() {
  if (!usesDebianRust()) return { isSmall: false, flags: [], env: {} };
  return {
    isSmall: true,
    // A sysroot of one's own lacks the linker that rustc looks for.
    flags: [`--sysroot=${sysroot()}`, `-Clinker=${debianLinker}`, '-Clinker-flavor=wasm-lld', ...panics],
    env: { RUSTC_BOOTSTRAP: '1' },
  };
}

if (isMain(import.meta.url)) await runMain(ensure);
