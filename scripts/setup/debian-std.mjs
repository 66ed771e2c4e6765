// A standard library for a wasm target, built from Debian's source package into Debian's sysroot.
//
// Compiler and source must be of one package version, so that version is the stamp of what was built.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, isRoot, packageVersion } from '../lib/debian.mjs';
import { Failure, capture, run, shown } from '../lib/process.mjs';
import { debianLinker, debianSysroot, debianToolchain, hasRustup } from '../lib/rust.mjs';

const compilerPackages = ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-clippy', 'rustfmt-web', basename(debianLinker)];

/** What a target needs besides: packages, and files its libraries are linked with. */
const extras = {
  'wasm32-wasip1': {
    packages: ['wasi-libc'],
    objects: ['crt1-command.o', 'crt1-reactor.o', 'libc.a'].map((name) => `/usr/lib/wasm32-wasi/${name}`),
  },
};

const rustlib = join(debianSysroot, 'lib', 'rustlib');
const rustc = join(debianSysroot, 'bin', 'rustc');
const stampOf = (folder) => join(folder, 'built-for');

/** The compiler package's version for which the standard library for `target` was built, or null. */
function builtFor(target) {
  const stamp = stampOf(join(rustlib, target));
  return existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : null;
}

const isBuilt = (target) => builtFor(target) !== null && !isStale(target);

/** Whether Debian's compiler was upgraded since the standard library for `target` was built. */
export const isStale = (target) => builtFor(target) !== null && builtFor(target) !== packageVersion('rustc-web');

/** Whether rustup, where there is one, knows Debian's compiler. */
function isLinked() {
  if (!hasRustup()) return true;
  const linked = capture('rustup', ['which', '--toolchain', debianToolchain, 'rustc']);
  return linked !== null && realpathSync(linked) === realpathSync(rustc);
}

/** Compiler, linker and the standard library for `target`. */
export async function ensureDebianStd(target) {
  const wanted = [...compilerPackages, ...(extras[target]?.packages ?? [])];
  const ready = isBuilt(target) && existsSync(linker(hostOf()));
  if (!ready) {
    if (!isRoot()) throw new Failure(`${target} needs Debian packages and a standard library in ${rustlib}; run\n  ${asRoot(target)}`);
    await installPackages(wanted, `a Rust compiler for ${target}`);
    linkLinker();
    if (!isBuilt(target)) await buildStd(target);
  }
  if (!isLinked()) {
    console.log(`setup: rustup toolchain "${debianToolchain}" (names Debian's compiler)`);
    await run('rustup', ['toolchain', 'link', debianToolchain, debianSysroot], { quiet: true });
  }
}

const asRoot = (target) =>
  shown('sudo', ['env', 'RUSTUP_AUTO_INSTALL=0', process.execPath, join(dirname(fileURLToPath(import.meta.url)), 'wasm-target.mjs'), target]);

const versionText = () => capture(rustc, ['-vV']) ?? '';
const hostOf = () => /^host: (.+)$/m.exec(versionText())?.[1] ?? 'unknown';
const linker = (host) => join(rustlib, host, 'bin', 'rust-lld');

/** rustc looks for its wasm linker under this name; LLVM's lld takes the flavor it is called with. */
function linkLinker() {
  const link = linker(hostOf());
  if (existsSync(link) && (realpathSync(link) === realpathSync(debianLinker) || !isLink(link))) return;
  mkdirSync(join(link, '..'), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(debianLinker, link);
}

function isLink(path) {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return false;
  }
}

/**
 * Build the standard library for `target` into `libraries`.
 * The way there: cargo builds it as a dependency of an empty crate.
 *
 * @param {string} target
 * @param {string} [libraries]
 * @param {{flags?: string[], cargo?: string[], use?: string}} [how] flags of the compiler, of cargo, and what to say of it
 */
export async function buildStd(target, libraries = rustlib, { flags = [], cargo = [], use = '' } = {}) {
  console.log(`setup: standard library for ${target}${use}, built from rust-web-src (about 40 s, once)`);
  const work = mkdtempSync(join(tmpdir(), 'wasm-std-'));
  const installed = join(libraries, target);
  const fresh = `${installed}.new-${process.pid}`;
  try {
    await compile(target, work, flags, cargo);
    mkdirSync(join(fresh, 'lib', 'self-contained'), { recursive: true });
    const built = join(work, 'target', target, 'release', 'deps');
    for (const name of readdirSync(built)) {
      const ours = name.endsWith('.rlib') && !name.startsWith('libempty-');
      if (ours) copyFileSync(join(built, name), join(fresh, 'lib', name));
    }
    for (const object of extras[target]?.objects ?? [])
      copyFileSync(object, join(fresh, 'lib', 'self-contained', basename(object)));
    writeFileSync(stampOf(fresh), `${packageVersion('rustc-web')}\n`);
    rmSync(installed, { recursive: true, force: true });
    renameSync(fresh, installed);
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function compile(target, work, flags, cargo) {
  mkdirSync(join(work, 'src'));
  writeFileSync(join(work, 'src', 'lib.rs'), '');
  writeFileSync(join(work, 'Cargo.toml'), '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n');
  // A link, and where it leads: cargo speaks of the one, the vendored crates of the other.
  const linked = join(rustlib, 'src', 'rust');
  const source = realpathSync(linked);
  const commit = /^commit-hash: (.+)$/m.exec(versionText())?.[1];
  const { CARGO_BUILD_TARGET: _, CARGO_ENCODED_RUSTFLAGS: __, CARGO_TARGET_DIR: ___, ...outer } = process.env;
  const env = {
    ...outer,
    RUSTC: rustc,
    // Debian's compiler is a stable one, and building std is not stable yet.
    RUSTC_BOOTSTRAP: '1',
    // Bitcode for fat LTO; rustc's usual source paths, so that no path of this machine gets into a binary.
    RUSTFLAGS: ['-Cembed-bitcode=yes', ...flags, ...[linked, source].map((path) => `--remap-path-prefix=${path}=/rustc/${commit}`)].join(' '),
  };
  // The dependencies of std come from the source package; without the replacement cargo would download them.
  const vendored = [
    ...['--config', 'source.crates-io.replace-with="vendored"'],
    ...['--config', `source.vendored.directory="${source}/library/vendor"`],
  ];
  const args = ['build', '--release', '--offline', '--target', target, '-Zbuild-std=std,panic_abort,proc_macro,test'];
  await run(join(debianSysroot, 'bin', 'cargo'), [...args, ...vendored, ...cargo], { env, cwd: work, quiet: true });
}
