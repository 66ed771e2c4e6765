// Zig, from the Python package that carries it for every operating system. It compiles the plug-ins in Zig, and,
// being a C compiler with a C library for WASI, those in C.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, isDebian } from '../lib/debian.mjs';
import { cacheDir } from '../lib/paths.mjs';
import { Failure, capture, isExecutable, isMain, run, runMain } from '../lib/process.mjs';

/** Exactly this one: the language still changes from version to version. */
export const zigVersion = '0.15.2';

const folder = () => cacheDir(`zig-${zigVersion}`);
const program = () => join(folder(), 'ziglang', process.platform === 'win32' ? 'zig.exe' : 'zig');

/** The zig command. */
export function zig() {
  if (!isExecutable(program())) throw new Failure('zig is not installed; run npm run setup');
  return program();
}

/** The environment zig is called with: what it compiles for itself, such as the C library, is kept. */
export const zigEnv = () => ({
  ...process.env,
  ZIG_GLOBAL_CACHE_DIR: join(folder(), 'cache'),
  ZIG_LOCAL_CACHE_DIR: join(folder(), 'cache'),
});

/** A Python that has pip, or null. */
const python = () => ['python3', 'python'].find((name) => capture(name, ['-m', 'pip', '--version']) !== null) ?? null;

export async function ensure() {
  if (isExecutable(program())) return;
  if (python() === null && isDebian()) await installPackages(['python3-pip'], 'Zig, which compiles plug-ins');
  const command = python();
  if (command === null) throw new Failure('Zig, which compiles plug-ins, comes through pip; install Python 3 with pip');
  console.log(`setup: zig ${zigVersion}, installed once into ${folder()} (compiles plug-ins in Zig, C and C++; 380 MB)`);
  const fresh = `${folder()}.new-${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true });
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--target', fresh];
    await run(command, ['-m', 'pip', 'install', ...options, `ziglang==${zigVersion}`], { quiet: true });
    rmSync(folder(), { recursive: true, force: true });
    renameSync(fresh, folder());
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  zig();
}

if (isMain(import.meta.url)) await runMain(ensure);
