/**
 * What the Rust crate loads of this folder when a plug-in is given WASI, bundled into one module (src/api/wasi/preview1.js).
 * @module
 */
import { loadWasi } from './browser.js';
import { WasiContexts } from './contexts.js';

/** @import { AllowedPaths, WasiOptions } from './types.js' */

/**
 * @param {AllowedPaths} allowedPaths
 * @param {WasiOptions['output']} output
 */
export const prepare = async (allowedPaths, output) => new WasiContexts(await loadWasi({ allowedPaths, output }));
