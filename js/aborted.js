import { PluginError } from './error.js';

/** The error of a call whose signal was aborted. @param {AbortSignal} signal */
export const aborted = (signal) => new PluginError('EXTISM: call canceled due to abort', 'ABORTED', undefined, signal.reason);
