// A standard library for the wasm targets in the Rust that is used.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, run, runMain, which } from '../lib/process.mjs';
import { cargoEnv, hasRustup, hasStd, onDebianRoad, rustPaths, wasmTarget } from '../lib/rust.mjs';
import { filesUnder } from '../lib/stamp.mjs';
import { ensureDebianStd, isStale } from './debian-std.mjs';

/** @param {string} target a triple: `wasm32-unknown-unknown`, or `wasm32-wasip1` for plug-ins */
export async function ensure(target = wasmTarget) {
  if (onDebianRoad()) {
    if (!hasStd(process.env, target) || isStale(target)) await ensureDebianStd(target);
  } else if (which('rustc') === null) {
    throw new Failure('no Rust compiler found; install rustup, see https://rustup.rs');
  } else if (!hasStd(process.env, target)) {
    if (!hasRustup()) throw new Failure(`this Rust has no standard library for ${target}, and there is no rustup to add it`);
    console.log(`setup: rustup target ${target} (the package is compiled to it)`);
    await run('rustup', ['target', 'add', target]);
  }
  dropStaleBuild(target);
}

/**
 * Cargo does not notice that a standard library was replaced; what it compiled against the old one then fails
 * with E0463. So target/ goes when it was filled by another one.
 */
function dropStaleBuild(target) {
  const paths = rustPaths(cargoEnv(), target);
  if (paths === null) throw new Failure(`the Rust compiler does not know ${target}`);
  const now = identity(paths.libdir);
  const stamp = inRoot('target', 'stamps', `std-${target}`);
  const then = existsSync(stamp) ? readFileSync(stamp, 'utf8') : now;
  if (then !== now) {
    console.log(`setup: target/ removed (it was built with another standard library for ${target})`);
    rmSync(inRoot('target'), { recursive: true, force: true });
  } else if (existsSync(stamp)) {
    return;
  }
  mkdirSync(inRoot('target', 'stamps'), { recursive: true });
  writeFileSync(stamp, now);
}

/** What tells one build of the libraries in `folder` from another: the names stay the same. */
function identity(folder) {
  return filesUnder(folder)
    .map((path) => ({ path, ...statSync(path) }))
    .map(({ path, size, mtimeMs }) => `${path} ${size} ${Math.trunc(mtimeMs)}`)
    .join('\n');
}

if (isMain(import.meta.url)) await runMain(() => ensure(process.argv[2]));
