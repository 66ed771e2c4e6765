// The npm packages of package-lock.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, npm, run, runMain } from '../lib/process.mjs';
import { fingerprint } from '../lib/stamp.mjs';

const stamp = inRoot('node_modules', '.installed-lock');

export async function ensure() {
  const lock = fingerprint([inRoot('package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('setup: npm packages (bundler, type checker, wasm-opt, test drivers)');
  const [command, args] = npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  await run(command, args, { quiet: true });
  writeFileSync(stamp, lock);
}

if (isMain(import.meta.url)) await runMain(ensure);
