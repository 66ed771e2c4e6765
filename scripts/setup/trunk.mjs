// Trunk, which builds the Leptos example. Compiled without optimization: it is used once, and compiling takes longer than all that it does.
import { join } from 'node:path';
import { cacheDir } from '../lib/paths.mjs';
import { Failure, isExecutable, isMain, run, runMain, which } from '../lib/process.mjs';

/** The last one that compiles with the compilers that the crate supports. */
const version = '0.21.14';

const suffix = process.platform === 'win32' ? '.exe' : '';
const folder = () => cacheDir(`trunk-${version}`);
const program = () => join(folder(), 'bin', `trunk${suffix}`);

/** The trunk command. */
export function trunk() {
  const found = isExecutable(program()) ? program() : which('trunk');
  if (found === null) throw new Failure('trunk is not installed; run npm run examples');
  return found;
}

export async function ensure() {
  if (isExecutable(program()) || which('trunk') !== null) return;
  console.log(`setup: trunk ${version}, compiled once into ${folder()} (builds the Leptos example; about 10 minutes)`);
  await run('cargo', ['install', 'trunk', '--locked', '--quiet', '--debug', '--no-default-features', '--version', version, '--root', folder()]);
}

if (isMain(import.meta.url)) await runMain(ensure);
