import init, { configure, hostModule as rawHostModule } from '../pkg/extism_web.js';
import { invalidOption, PluginError } from './error.js';
import { fetchHost, readHost, startError } from './host-file.js';
import { part } from './part.js';
import { explained, withRoom } from './room.js';

/** @import { WorkerLike } from './types.js' */
/** @import { SyncFetch } from './sync-fetch-types.js' */
/** @import { LoadWasi } from './wasi/types.js' */

/**
 * What an entry of the package knows of its runtime.
 *
 * @typedef {object} Runtime
 * @property {() => Promise<any>} load where the host's own WebAssembly comes from: bytes, a compiled module, or a response
 * @property {() => Promise<any>} [spare] another place, if there is none at the first, or one of another build
 * @property {() => string | undefined} [where] the first place, for messages
 * @property {(pathOrFileUrl: string) => Promise<Uint8Array>} [readFile] reads a file, where there are files
 * @property {SyncFetch} [syncFetch] makes the requests of plug-ins in calls that cannot wait for `fetch`
 * @property {boolean} [fetchShowsRedirects] whether `fetch` with `redirect: 'manual'` shows where a redirect leads
 * @property {(url: string | URL | undefined, nodeArgs: object | undefined) => WorkerLike} [startWorker] starts a worker with the
 *   package's script, or the one at the URL
 * @property {() => Promise<unknown>} [prepareWorkers] loads what `startWorker` needs
 * @property {() => Promise<typeof import('./rewriter.js')>} [rewriter] loads what reads modules, where plug-ins are compiled
 * @property {import('./edge.js').Edge} [edge] what there must be where nothing can be compiled
 * @property {() => Promise<{loadWasi: LoadWasi}>} wasi loads the WASI implementation, for plug-ins that use it
 */

/** @type {Runtime | undefined} */
let runtime;

/** @type {Promise<void> | undefined} */
let loading;

let started = false;

/**
 * Names the runtime. The first use of the package loads by it.
 *
 * @param {Runtime} value
 */
export function setRuntime(value) {
  runtime = value;
  loading = undefined;
  started = false;
}

async function load() {
  if (!runtime) throw notInitialized();
  for (const name of ['TextDecoder', 'TextEncoder']) {
    if (!(name in globalThis)) throw new PluginError(`there is no ${name} here: a set-up file can make it a global`, 'UNSUPPORTED');
  }
  const { load: first, spare } = runtime;
  await start(first).catch((error) =>
    start(spare ?? (() => Promise.reject(error))).catch(() => {
      throw error;
    }),
  );
  configure(PluginError, runtime.readFile, runtime.fetchShowsRedirects ?? false, runtime.syncFetch, loadRewriter, runtime.edge?.kernel, runtime.edge?.adapt);
  started = true;
}

/** @param {() => Promise<any>} source */
async function start(source) {
  try {
    await init(await source());
  } catch (error) {
    throw startError(explained('the host', error), runtime?.where?.());
  }
}

/** @typedef {import('./types.js').CompiledModule | ArrayBuffer | ArrayBufferView | Response | URL | string} HostSource */

/**
 * Starts the host with a module that is given.
 *
 * @param {HostSource} module
 * @param {Omit<Runtime, 'load'>} others
 */
export async function initializeWith(module, others) {
  setRuntime({ ...others, load: async () => sourceOf(await module), where: () => (isUrl(module) ? String(module) : undefined) });
  await ready();
}

/** @param {unknown} module */
const isUrl = (module) => typeof module === 'string' || module instanceof URL;

/** @param {any} module */
function sourceOf(module) {
  if (isUrl(module)) return fetchHost(module);
  if (typeof Response === 'function' && module instanceof Response) return readHost(module, module.url);
  const kind = Object.prototype.toString.call(module).slice(8, -1);
  if (kind === 'WebAssembly.Module' || ArrayBuffer.isView(module) || /^(Shared)?ArrayBuffer$/.test(kind)) return module;
  throw invalidOption(`initialize takes extism_web_bg.wasm as a compiled module, as bytes, as a response or by its URL, got ${kind}`);
}

/** Loads the host's WebAssembly, once; a failed attempt is made again by the next call. */
export function ready() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Whether the host can be used now. */
export const isReady = () => started;

/** Whether the runtime has files. */
export const hasFiles = () => runtime?.readFile !== undefined;

/** The runtime's WASI implementation, loaded when it is first asked for. */
export async function loadWasi() {
  if (!runtime) throw notInitialized();
  return (await part(runtime.wasi)).loadWasi;
}

/** What reads and changes the bytes of modules. */
export async function loadRewriter() {
  const load = runtime?.rewriter;
  if (!load) throw notInitialized();
  const rewriter = await part(load);
  await withRoom(async () => rewriter.start());
  return rewriter;
}

/** Loads what workers need. @param {unknown} script the option `worker`, which may name a script or start it */
export async function prepareWorkers(script) {
  checkLoaded();
  if (typeof script !== 'function' && !runtime?.startWorker) throw noWorkers();
  if (script === undefined || script === null) await runtime?.prepareWorkers?.();
}

const noWorkers = () => new PluginError('there are no workers here, for runInWorker or a pool', 'UNSUPPORTED');

/** Fails in a second copy of the package's script: what is loaded later imports the script by its name alone. */
function checkLoaded() {
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
  if (!runtime?.startWorker) throw noWorkers();
  return runtime.startWorker(url, nodeArgs);
}

function notInitialized() {
  return new PluginError('extism-web is not initialized: call initialize(module) first', 'NOT_INITIALIZED');
}
