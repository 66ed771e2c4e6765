// Packages of a Debian system.
import { existsSync } from 'node:fs';
import { Failure, capture, run } from './process.mjs';

/** Whether packages here come from apt. */
export const isDebian = () => process.platform === 'linux' && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Whether this process may install packages. */
export const isRoot = () => process.getuid?.() === 0;

/** The version of an installed package, or null. */
export function packageVersion(name) {
  const answer = capture('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Version}', name]);
  const [, version] = answer?.match(/^ii\s+(\S+)/) ?? [];
  return version ?? null;
}

/** The packages of `names` that are not installed. */
export const missingPackages = (names) => names.filter((name) => packageVersion(name) === null);

let updated = false;

/**
 * Install those of `names` that are missing, saying what for.
 * @throws {Failure} naming the command to run, when this is not root.
 */
export async function installPackages(names, why) {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  if (!isRoot()) {
    throw new Failure(
      `packages are missing (${why}); run\n  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  console.log(`setup: apt packages ${missing.join(' ')} (${why})`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  if (!updated) await run('apt-get', [...lock, 'update'], { env, quiet: true });
  updated = true;
  await run('apt-get', [...lock, 'install', '-y', '--no-install-recommends', ...missing], { env, quiet: true });
}
