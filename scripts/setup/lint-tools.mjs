// rustfmt and clippy, for `npm run lint`.
import { installPackages } from '../lib/debian.mjs';
import { Failure, isMain, run, runMain } from '../lib/process.mjs';
import { cargoEnv, hasLintTools, hasRustup, onDebianRoad } from '../lib/rust.mjs';

export async function ensure() {
  const env = cargoEnv();
  if (hasLintTools(env)) return;
  if (onDebianRoad()) {
    await installPackages(['rust-web-clippy', 'rustfmt-web'], 'npm run lint');
  } else if (hasRustup()) {
    console.log('setup: rustup components rustfmt and clippy (npm run lint)');
    await run('rustup', ['component', 'add', 'rustfmt', 'clippy'], { env });
  } else {
    throw new Failure('npm run lint needs cargo fmt and cargo clippy; install them beside your Rust compiler');
  }
}

if (isMain(import.meta.url)) await runMain(ensure);
