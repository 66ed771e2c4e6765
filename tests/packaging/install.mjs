// The package as a user gets it: packed, and installed into an empty project outside the repository.
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { npm, run } from '../../scripts/lib/process.mjs';

/**
 * A throw-away project that has the package.
 * @typedef {object} Project
 * @property {string} folder its root, with the apps of apps/ and their plug-ins in it
 * @property {string} installed the package's folder in it
 * @property {string} tarball the package's file
 * @property {() => Promise<void>} remove
 */

/** @returns {Promise<Project>} */
export async function installPacked() {
  // Resolved, because bundlers compare real paths.
  const base = await realpath(await mkdtemp(join(tmpdir(), 'extism-web-packaging-')));
  const folder = join(base, 'project');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'project', private: true }));
  const tarball = await pack(base);
  await npmRun(['install', '--prefer-offline', tarball], folder);
  await cp(fileURLToPath(new URL('apps', import.meta.url)), folder, { recursive: true });
  await addPlugins(folder);
  const remove = () => rm(base, { recursive: true });
  return { folder, tarball, installed: join(folder, 'node_modules', 'extism-web'), remove };
}

const plugins = ['count_vowels.wasm', 'counter.wasm', 'endless.wasm', 'host_rust.wasm', 'http_rust.wasm', 'wasi_rust.wasm'];

/** Puts the plug-ins of the apps into a folder. @param {string} folder */
export async function addPlugins(folder) {
  for (const name of plugins) await cp(inRoot('target', 'fixtures', name), join(folder, name));
}

/** Packs the repository; the tarball's path. */
async function pack(destination) {
  await npmRun(['pack', '--pack-destination', destination], inRoot());
  const tarballs = (await readdir(destination)).filter((name) => name.endsWith('.tgz'));
  if (tarballs.length !== 1) throw new Error(`npm pack made ${tarballs.length} tarballs`);
  return join(destination, tarballs[0]);
}

async function npmRun(args, cwd) {
  const [command, all] = npm(...args, '--no-audit', '--no-fund', '--loglevel=error');
  await run(command, all, { cwd, quiet: true });
}

/** Every file at or below a folder, as sorted paths from it with slashes. */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => relative(folder, file).split(sep).join('/')).sort();
}
