// offline.js: the service worker that lets the page be used without a network.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What nobody needs offline. */
const isLeftOut = (path) => path.endsWith('.map') || path === 'offline.js';

/**
 * @param {string} page the folder of the page
 * @param {import('node:fs').Dirent[]} entries all that is in it
 * @returns {Promise<string>} the worker's script, with the list of files and a version that changes when any of them does
 */
export async function offlineWorker(page, entries) {
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(page, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !isLeftOut(path))
    .sort();
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(await readFile(join(page, path)));
  const script = await readFile(fileURLToPath(new URL('../offline.js', import.meta.url)), 'utf8');
  return `const VERSION = ${JSON.stringify(hash.digest('hex').slice(0, 16))};\nconst FILES = ${JSON.stringify(paths)};\n${script}`;
}
