// Fails when a crate that the library needs, in the version of Cargo.lock, wants a newer Rust than the library says it does. What the code
// itself uses of the standard library is clippy's to check (incompatible_msrv).
import { capture, Failure, isMain, runMain } from '../lib/process.mjs';
import { cargoEnv, wasmTarget } from '../lib/rust.mjs';

const crate = 'extism-web';

/** Whether Rust `a` is newer than `b`. @param {string} a @param {string} b */
function isNewer(a, b) {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((place) => (x[place] ?? 0) !== (y[place] ?? 0));
  return at !== undefined && (x[at] ?? 0) > (y[at] ?? 0);
}

/**
 * The ids of a package and all that it needs, but for its tests.
 * @param {any} metadata of cargo
 * @param {string} root
 * @returns {Set<string>}
 */
function neededBy({ resolve }, root) {
  /** @type {Map<string, any>} */
  const nodes = new Map(resolve.nodes.map((/** @type {any} */ node) => [node.id, node]));
  const needed = new Set([root]);
  for (const id of needed) {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some((/** @type {any} */ { kind }) => kind !== 'dev')) needed.add(pkg);
  }
  return needed;
}

function check() {
  const args = ['metadata', '--format-version', '1', '--locked', '--all-features', '--filter-platform', wasmTarget];
  const text = capture('cargo', args, { env: cargoEnv() });
  if (text === null) throw new Failure(`cargo ${args.join(' ')} failed`);
  const metadata = JSON.parse(text);
  const own = metadata.packages.find((/** @type {any} */ { name }) => name === crate);
  const needed = neededBy(metadata, own.id);
  if (needed.size < 20 || !isNewer('1.89', '1.87.1') || isNewer('1.9', '1.10')) throw new Failure('the check of versions is at fault');
  const tooNew = metadata.packages.filter((/** @type {any} */ { id, rust_version: wanted }) => needed.has(id) && wanted && isNewer(wanted, own.rust_version));
  if (tooNew.length === 0) return;
  const list = tooNew.map((/** @type {any} */ { name, version, rust_version: wanted }) => `${name} ${version} (Rust ${wanted})`).join(', ');
  throw new Failure(`${crate} is for Rust ${own.rust_version}, and needs ${list}`);
}

if (isMain(import.meta.url)) await runMain(check);
