// A standard library for WASI, for the plug-ins of the tests that use files and clocks.
import { isMain, runMain } from '../lib/process.mjs';
import { ensure as ensureTarget } from './wasm-target.mjs';

/** The target such plug-ins are compiled for. */
export const wasiTarget = 'wasm32-wasip1';

export const ensure = () => ensureTarget(wasiTarget);

if (isMain(import.meta.url)) await runMain(ensure);
