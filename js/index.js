/**
 * The public interface of the package, the same in every runtime.
 * @module
 */
import { RawCompiledPlugin } from '../pkg/extism_web.js';
import { fetchAhead } from './ahead.js';
import { CompiledPlugin, loadParts, startEarly } from './compiled.js';
import { invalidOption } from './error.js';
import { listed, own, readOptions } from './options.js';
import { part } from './part.js';
import { implementationOf } from './plugin.js';
import { Pool } from './pool.js';
import { isReady, ready } from './runtime.js';

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
/** @typedef {import('./error.js').ErrorCode} ErrorCode */
/** @typedef {import('./types.js').PluginOptions} ExtismPluginOptions */
/** @typedef {import('./types.js').HostFunctions} HostFunctions */
/** @typedef {import('./types.js').LogLevel} LogLevel */
/** @typedef {import('./types.js').Logger} Logger */
/** @typedef {import('./types.js').Manifest} Manifest */
/** @typedef {import('./types.js').ManifestLike} ManifestLike */
/** @typedef {import('./types.js').ManifestWasm} ManifestWasm */
/** @typedef {import('./types.js').ManifestWasmData} ManifestWasmData */
/** @typedef {import('./types.js').ManifestWasmModule} ManifestWasmModule */
/** @typedef {import('./types.js').ManifestWasmPath} ManifestWasmPath */
/** @typedef {import('./types.js').ManifestWasmResponse} ManifestWasmResponse */
/** @typedef {import('./types.js').ManifestWasmUrl} ManifestWasmUrl */
/** @typedef {import('./types.js').MemoryOptions} MemoryOptions */
/** @typedef {import('./types.js').PluginConfig} PluginConfig */
/** @typedef {import('./types.js').PluginConfig} PluginConfigLike */
/** @typedef {import('./types.js').PluginOptions} PluginOptions */
/** @typedef {import('./pool.js').PoolStats} PoolStats */
/** @typedef {import('./plugin.js').PluginInput} PluginInput */
/** @typedef {import('./plugin.js').MemoryReport} MemoryReport */
/** @typedef {import('./trace/types.js').CallTrace} CallTrace */
/** @typedef {import('./trace/types.js').TraceEvent} TraceEvent */

/**
 * Fetches, checks and compiles a plug-in once, to make any number of plug-ins of it.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {PluginOptions | null} [options] `fetch`, `functions` and `memory.maxPages` matter here
 * @returns {Promise<CompiledPlugin>}
 */
export async function compile(manifest, options) {
  const given = readOptions(options);
  if (isReady()) return new CompiledPlugin(await RawCompiledPlugin.compile(await manifest, listed(given)), given);
  const ahead = fetchAhead(manifest, given?.fetch);
  try {
    const [value] = await Promise.all([manifest, ready()]);
    const raw = await RawCompiledPlugin.compile(value, listed(ahead ? { ...given, fetch: ahead.fetch } : given));
    return new CompiledPlugin(raw, given);
  } finally {
    ahead?.end();
  }
}

/**
 * Makes a plug-in.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {PluginOptions | null} [options]
 * @returns {Promise<import('./plugin.js').Plugin>}
 * @throws {PluginError | TypeError} when the manifest, the options or a module is not what it should be
 */
export async function createPlugin(manifest, options) {
  const given = readOptions(options);
  loadParts(given);
  const starting = startEarly(given);
  try {
    const compiled = await compile(manifest, given);
    const early = await starting;
    return await compiled.instantiate(early ? { ...given, worker: early.take } : given);
  } finally {
    starting?.then((early) => early?.end());
  }
}

/**
 * Makes a pool: one plug-in in several workers, for calls that run at the same time. It is fetched, checked and compiled
 * once; workers are started when calls need them.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {(PluginOptions & {size?: number | null}) | null} [options] those of every plug-in (`runInWorker` goes without saying), and the
 *   most workers that there may be: at least 1, default as many as the machine has threads
 * @returns {Promise<Pool>}
 * @throws {PluginError | TypeError} when the manifest, the size or a module is not what it should be
 */
export async function createPool(manifest, options) {
  const size = own(options ?? {}, 'size');
  /** @type {any} */
  const given = readOptions(options ?? {});
  if (given.trace) throw invalidOption('options.trace: a pool has several plug-ins, and its calls run in any of them; trace one made by createPlugin');
  delete given.size;
  given.runInWorker = true;
  loadParts(given);
  const loading = part(() => import('./pool/scheduler.js'));
  const [compiled, { Scheduler }, most] = await Promise.all([compile(manifest, given), loading, loading.then(({ poolSize }) => poolSize(size))]);
  return new Pool(new Scheduler(async () => implementationOf(await compiled.instantiate(given)), most));
}

export { createPlugin as newPlugin };
export default createPlugin;
