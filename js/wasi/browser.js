/**
 * WASI with files in memory: for browsers and their workers, and wherever else they are wanted.
 * @module
 */
import { load } from './load.js';

/** @import { LoadWasi } from './types.js' */

/** @type {LoadWasi} */
export const loadWasi = (options) => load(options, { isMainThread: false });
