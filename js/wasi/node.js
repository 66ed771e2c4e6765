/**
 * WASI with files of the file system, and in memory.
 * @module
 */
import { realpath, stat } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

import { invalidOption } from '../error.js';
import { HostDirectory, HostFileSource } from './host-files.js';
import { load } from './load.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { Mount } from './load.js' */
/** @import { LoadWasi } from './types.js' */

/** @type {LoadWasi} */
export const loadWasi = (options) => load(options, { mount, isMainThread });

/** @param {AllowedPath} path @returns {Promise<Mount>} */
async function mount({ value, label, guest }) {
  let problem;
  try {
    const place = await realpath(value);
    const found = await stat(place);
    if (found.isDirectory()) return { directory: () => new HostDirectory(place) };
    if (found.isFile()) return { file: new HostFileSource(place) };
    problem = 'it is neither a directory nor a file';
  } catch (error) {
    problem = error;
  }
  const text = problem instanceof Error ? problem.message : problem;
  throw Object.assign(invalidOption(`${label}: the directory ${JSON.stringify(value)} for the plug-in's ${JSON.stringify(guest)} cannot be opened: ${text}`), {
    cause: problem instanceof Error ? problem : undefined,
  });
}
