// Projects with the tools that people use the package with. Each tool is a project of its own below tools/, with a lock file, and
// is installed once: what is large does not burden whoever builds the package.
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { installPackages } from '../../scripts/setup/packages.mjs';
import { addPlugins } from './install.mjs';

/** @typedef {import('./install.mjs').Project} Project */

const sources = fileURLToPath(new URL('tools', import.meta.url));

/**
 * A project that has a tool and the package, as a user's. It is the same folder at each run: what the last one left is taken away.
 *
 * @param {string} name of the tool
 * @param {Project} packed
 * @param {string} [place] its folder: of another name for another suite, which may run at the same time
 * @returns {Promise<Project>}
 */
export async function toolProject(name, packed, place = name) {
  const folder = inRoot('target', 'packaging', place);
  await installTool(join(sources, name), folder);
  const installed = join(folder, 'node_modules', 'extism-web');
  await rm(join(folder, 'app'), { recursive: true, force: true });
  await rm(installed, { recursive: true, force: true });
  await rm(`${installed}-hidden`, { recursive: true, force: true });
  // What Vite made of the package, which it would not look at again.
  await rm(join(folder, 'node_modules', '.vite'), { recursive: true, force: true });
  await cp(packed.installed, installed, { recursive: true });
  const app = join(folder, 'app');
  await cp(fileURLToPath(new URL('apps', import.meta.url)), app, { recursive: true });
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true }));
  await addPlugins(app);
  return { folder: app, tarball: packed.tarball, installed, remove: async () => {} };
}

/** Installs what the lock file names. No script of a package is run. */
async function installTool(source, folder) {
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) await cp(join(source, file), join(folder, file));
  await installPackages(folder, `npm packages of ${basename(source)}`, '--ignore-scripts', '--prefer-offline');
}

/** The program of an installed tool that is a script. @param {Project} project @param {string} path from its node_modules */
export const toolScript = (project, path) => join(project.folder, '..', 'node_modules', path);

/** Does something while the package is not installed in a project: what was bundled has to have all that it needs. @param {Project} project */
export async function withoutPackage(project, work) {
  const hidden = `${project.installed}-hidden`;
  await rename(project.installed, hidden);
  try {
    return await work();
  } finally {
    await rename(hidden, project.installed);
  }
}
