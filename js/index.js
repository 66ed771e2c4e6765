/**
 * The public interface of the package, the same in every runtime.
 * @module
 */
import { RawCompiledPlugin } from '../pkg/extism_web.js';
import { CompiledPlugin } from './compiled.js';
import { part } from './part.js';
import { implementationOf } from './plugin.js';
import { Pool } from './pool.js';
import { poolSize } from './pool/size.js';
import { ready } from './runtime.js';

export { CAPABILITIES } from './capabilities.js';
export { CompiledPlugin } from './compiled.js';
export { CurrentPlugin } from './current-plugin.js';
export { PluginError } from './error.js';
export { PluginOutput } from './output.js';
export { Plugin } from './plugin.js';
export { Pool } from './pool.js';
export { MemoryDirectory } from './wasi/memory-directory.js';

/** @typedef {import('./capabilities.js').Capabilities} Capabilities */
/** @typedef {import('./current-plugin.js').CurrentPlugin} CallContext */
/** @typedef {import('./types.js').CallOptions} CallOptions */
/** @typedef {import('./types.js').HostFunctions} HostFunctions */
/** @typedef {import('./types.js').LogLevel} LogLevel */
/** @typedef {import('./types.js').Logger} Logger */
/** @typedef {import('./types.js').Manifest} Manifest */
/** @typedef {import('./types.js').ManifestLike} ManifestLike */
/** @typedef {import('./types.js').ManifestWasm} ManifestWasm */
/** @typedef {import('./types.js').PluginOptions} PluginOptions */
/** @typedef {import('./pool.js').PoolStats} PoolStats */
/** @typedef {import('./plugin.js').PluginInput} PluginInput */
/** @typedef {import('./plugin.js').MemoryReport} MemoryReport */

/**
 * Fetches, checks and compiles a plug-in once, to make any number of plug-ins of it.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {PluginOptions} [options] `fetch`, `functions` and `memory.maxPages` matter here
 * @returns {Promise<CompiledPlugin>}
 */
export async function compile(manifest, options) {
  const [value] = await Promise.all([manifest, ready()]);
  return new CompiledPlugin(await RawCompiledPlugin.compile(value, options));
}

/**
 * Makes a plug-in.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {PluginOptions} [options]
 * @returns {Promise<import('./plugin.js').Plugin>}
 * @throws {PluginError | TypeError} when the manifest, the options or a module is not what it should be
 */
export async function createPlugin(manifest, options) {
  return (await compile(manifest, options)).instantiate(options);
}

/**
 * Makes a pool: one plug-in in several workers, for calls that run at the same time. It is fetched, checked and compiled
 * once; workers are started when calls need them.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {PluginOptions & {size?: number}} [options] those of every plug-in (`runInWorker` goes without saying), and the
 *   most workers that there may be: at least 1, default as many as the machine has threads
 * @returns {Promise<Pool>}
 * @throws {PluginError | TypeError} when the manifest, the size or a module is not what it should be
 */
export async function createPool(manifest, options) {
  const { size, ...others } = options ?? {};
  const most = poolSize(size);
  const [compiled, { Scheduler }] = await Promise.all([compile(manifest, options && others), part(() => import('./pool/scheduler.js'))]);
  return new Pool(new Scheduler(async () => implementationOf(await compiled.instantiate({ ...others, runInWorker: true })), most));
}

export { createPlugin as newPlugin };
export default createPlugin;
