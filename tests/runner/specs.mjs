// Which spec files to run.
import { existsSync, readdirSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const suite = fileURLToPath(new URL('../suite/', import.meta.url));

/**
 * The spec files, or those at or below the given paths, as paths from the repository's root with slashes.
 * @param {string[]} only
 * @throws {Error} when one of them has no specs
 */
export function findSpecs(only) {
  const all = readdirSync(suite, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.js'))
    .map((file) => resolve(suite, file))
    .sort();
  const chosen = new Set();
  for (const path of only.map((given) => located(given))) {
    const found = all.filter((file) => file === path || file.startsWith(path + sep));
    if (found.length === 0) throw new Error(`no spec at ${path}`);
    for (const file of found) chosen.add(file);
  }
  return all
    .filter((file) => only.length === 0 || chosen.has(file))
    .map((file) => relative(root, file).split(sep).join('/'));
}

/** A path given from where the caller is, or from the root. */
const located = (given) => (existsSync(given) ? resolve(given) : resolve(root, given));
