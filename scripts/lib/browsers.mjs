// Finding an installed browser or its driver: by environment variable, on PATH, in the usual places.
import { join } from 'node:path';
import { Failure, isExecutable, which } from './process.mjs';

/**
 * Where a program may be.
 * @typedef {object} Program
 * @property {string[]} variables environment variables that may hold its path, the first to be set wins
 * @property {string} [inFolder] its name, where a variable holds the folder instead
 * @property {string[]} commands its names on PATH
 * @property {string[]} [paths] full paths
 * @property {Partial<Record<NodeJS.Platform, string[]>>} [places] full paths; below the program folders on Windows
 */

const suffix = process.platform === 'win32' ? '.exe' : '';

/** @param {Program} program */
function* candidates({ variables, inFolder, commands, paths = [], places = {} }) {
  for (const variable of variables) {
    const value = process.env[variable];
    if (!value) continue;
    yield value;
    if (inFolder) yield join(value, inFolder + suffix);
  }
  yield which(...commands);
  yield* paths;
  const { ProgramFiles, LOCALAPPDATA } = process.env;
  const below = process.platform === 'win32' ? [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA] : ['/'];
  for (const place of places[process.platform] ?? [])
    for (const folder of below) if (folder) yield join(folder, place);
}

/** @param {Program} program @returns {string|null} the path of the executable */
export function findBrowser(program) {
  for (const path of candidates(program)) if (path !== null && isExecutable(path)) return path;
  return null;
}

/** The same, where it must be there. */
export function need(program, name) {
  const path = findBrowser(program);
  if (path !== null) return path;
  throw new Failure(
    `${name} not found; install it, or set ${program.variables[0]} to its executable (looked for ${program.commands.join(', ')} on PATH)`,
  );
}
