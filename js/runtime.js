import init, { configure, hostModule as rawHostModule } from '../pkg/extism_web.js';
import { PluginError } from './error.js';
import { explained } from './room.js';

/** @import { WorkerLike } from './types.js' */
/** @import { SyncFetch } from './sync-fetch-types.js' */
/** @import { LoadWasi } from './wasi/types.js' */

/**
 * What an entry of the package knows of its runtime.
 *
 * @typedef {object} Runtime
 * @property {() => Promise<any>} load where the host's own WebAssembly comes from: bytes, a compiled module, or
 *   `undefined` for the file beside the glue
 * @property {(pathOrFileUrl: string) => Promise<Uint8Array>} [readFile] reads a file, where there are files
 * @property {SyncFetch} [syncFetch] makes the requests of plug-ins in calls that cannot wait for `fetch`
 * @property {boolean} [fetchShowsRedirects] whether `fetch` with `redirect: 'manual'` shows where a redirect leads
 * @property {(url: string | URL | undefined, nodeArgs: object | undefined) => WorkerLike} [startWorker] starts a worker with the
 *   package's script, or the one at the URL
 * @property {() => Promise<{loadWasi: LoadWasi}>} wasi loads the WASI implementation, for plug-ins that use it
 */

/** @type {Runtime | undefined} */
let runtime;

/** @type {Promise<void> | undefined} */
let loading;

/**
 * Names the runtime. The first use of the package loads by it.
 *
 * @param {Runtime} value
 */
export function setRuntime(value) {
  runtime = value;
  loading = undefined;
}

async function load() {
  if (!runtime) throw notInitialized();
  const source = await runtime.load();
  await init(source === undefined ? undefined : { module_or_path: source }).catch((error) => {
    throw isOfTwoBuilds(error) ? twoBuilds(error) : explained('the host', error);
  });
  configure(PluginError, runtime.readFile, runtime.fetchShowsRedirects ?? false, runtime.syncFetch);
}

/** Loads the host's WebAssembly, once; a failed attempt is made again by the next call. */
export function ready() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The runtime's WASI implementation, loaded when it is first asked for. */
export async function loadWasi() {
  if (!runtime) throw notInitialized();
  return (await runtime.wasi()).loadWasi;
}

/** Fails in a second copy of the package's script: what is loaded later imports the script by its name alone. */
export function checkLoaded() {
  if (loading === undefined) throw new PluginError("extism-web's script is there twice: import it without a query in its URL", 'NOT_INITIALIZED');
}

/** The host's WebAssembly, compiled, for a worker. @returns {WebAssembly.Module} */
export const hostModule = () => rawHostModule();

/**
 * Starts a worker.
 *
 * @param {string | URL | undefined} url of its script; default: the package's own
 * @param {object | undefined} nodeArgs for the constructor of Node's `Worker`
 */
export function startWorker(url, nodeArgs) {
  if (!runtime?.startWorker) throw new PluginError('there are no workers here: plug-ins cannot have the option runInWorker', 'UNSUPPORTED');
  return runtime.startWorker(url, nodeArgs);
}

function notInitialized() {
  return new PluginError('extism-web is not initialized: call initialize(module) first', 'NOT_INITIALIZED');
}

/** Whether the host's WebAssembly wants other imports than the script has. @param {unknown} error */
const isOfTwoBuilds = (error) => error instanceof WebAssembly.LinkError || (error instanceof TypeError && /import/i.test(error.message));

/** @param {unknown} cause */
function twoBuilds(cause) {
  const text = "extism-web's script and its WebAssembly are of different builds: pages, workers and caches must have all from one";
  return new PluginError(text, 'NOT_INITIALIZED', undefined, cause);
}
