// Programs from crates.io that are compiled once into the cache. Without optimization: each is used for seconds, and compiling takes
// longer than all that it does.
import { join } from 'node:path';
import { cacheDir } from '../lib/paths.mjs';
import { Failure, isExecutable, run, which } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';

const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * @param {object} tool
 * @param {string} tool.crate
 * @param {string} tool.version exact
 * @param {string} tool.use what it is for, and how long compiling takes
 * @param {string} [tool.bin] the program, where it is not called as the crate
 * @param {string[]} [tool.features] instead of the default ones
 * @param {string} tool.command what installs it, for messages
 */
export function cargoTool({ crate, version, use, bin = crate, features, command }) {
  const folder = () => cacheDir(`${crate}-${version}`);
  const program = () => join(folder(), 'bin', bin + suffix);
  return {
    /** The program's path. */
    path() {
      const found = isExecutable(program()) ? program() : which(bin);
      if (found === null) throw new Failure(`${bin} is not installed; run ${command}`);
      return found;
    },

    async ensure() {
      if (isExecutable(program()) || which(bin) !== null) return;
      console.log(`setup: ${crate} ${version}, compiled once into ${folder()} (${use})`);
      const choice = features && ['--no-default-features', ...(features.length > 0 ? ['--features', features.join()] : [])];
      const args = ['install', crate, '--locked', '--quiet', '--debug', ...(choice ?? []), '--version', version, '--root', folder()];
      await run('cargo', args, { env: { ...cargoEnv(), CARGO_PROFILE_DEV_DEBUG: '0' } });
    },
  };
}
