// The folders every script speaks of.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A path inside the repository. */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * Where tools that take minutes to compile are kept: per user rather than per clone, so that the
 * second clone on a machine is quick.
 */
export function cacheDir(...parts) {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  let base;
  if (process.platform === 'win32') base = LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  else if (process.platform === 'darwin') base = join(homedir(), 'Library', 'Caches');
  else base = XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'extism-web', ...parts);
}
