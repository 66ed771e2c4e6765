/**
 * What the Rust crate has of this folder, bundled into one module (src/api/wasi/preview1.js).
 * @module
 */
import { loadWasi } from './browser.js';
import { WasiContexts } from './contexts.js';

export { MemoryDirectory } from './memory-directory.js';

/** @import { AllowedPaths, WasiOptions } from './types.js' */

/**
 * @param {AllowedPaths} allowedPaths
 * @param {WasiOptions['output']} output
 */
export const prepare = async (allowedPaths, output) => new WasiContexts(await loadWasi({ allowedPaths, output }));
