// The npm packages that a lock file names.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from '../lib/process.mjs';
import { fingerprint } from '../lib/stamp.mjs';

/**
 * Installs the packages of a folder's package-lock.json, unless that was done.
 * @param {string} folder
 * @param {string} what they are, for people
 * @param {...string} flags more of npm's
 */
export async function installPackages(folder, what, ...flags) {
  const stamp = join(folder, 'node_modules', '.installed-lock');
  const lock = fingerprint([join(folder, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log(`setup: ${what}`);
  const [command, args] = npm('ci', '--no-audit', '--no-fund', '--loglevel=error', ...flags);
  await run(command, args, { cwd: folder, quiet: true });
  writeFileSync(stamp, lock);
}
