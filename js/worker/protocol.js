/**
 * Everything that a page and its worker send each other as messages. With shared memory most of it goes through the
 * channel instead (`channel.js`).
 * @module
 */

/** @import { Failure } from './failure.js' */
/** @import { FilesStart } from '../wasi/page-files.js' */
/** @import { FileChanges } from '../wasi/shared-files.js' */

/**
 * From the page:
 *
 * @typedef {object} Start the first message; everything needed to make the plug-in
 * @property {'start'} kind
 * @property {WebAssembly.Module} host the host's own WebAssembly
 * @property {any[]} modules the plug-in's, as `RawCompiledPlugin.modules` gives them
 * @property {Record<string, unknown>} options those of the plug-in that can be cloned
 * @property {FilesStart} [files] the directories of WASI, where it is used
 * @property {[namespace: string, name: string][]} functions the application's host functions
 * @property {boolean} remoteHttp whether the page makes the plug-in's HTTP requests
 * @property {Uint8Array} vars all vars
 * @property {string} life the name of the lock that the worker holds as long as it lives
 * @property {SharedMemories} [shared] where memory can be shared
 *
 * @typedef {object} SharedMemories
 * @property {WebAssembly.Memory} kernel
 * @property {import('./channel.js').ChannelMemory} channel
 * @property {boolean} ring whether the page cannot wait for the channel and wants a `ring` message for every answer
 *
 * @typedef {{kind: 'call', name: unknown, input: Uint8Array | null, files?: FileChanges, vars?: Uint8Array, logLevel?: string}} Call
 * @typedef {{kind: 'returned', value?: unknown, threw: boolean, memory?: Uint8Array, vars?: Uint8Array, logLevel: string}} Returned what
 *   a host function came to
 * @typedef {{kind: 'files', files: FileChanges}} Files what changed on the page
 * @typedef {{kind: 'reset'} | {kind: 'memory'} | {kind: 'trace'} | {kind: 'close'}} Ask
 *
 * @typedef {Start | Call | Returned | Files | Ask} ToWorker
 */

/**
 * From the worker:
 *
 * @typedef {{kind: 'up'}} Up it is loaded and wants its `Start`
 * @typedef {{kind: 'starting', held: boolean}} Starting it begins to make the plug-in; whether it holds the lock of its life
 * @typedef {{kind: 'started'}} Started
 * @typedef {{kind: 'failed', failure: Failure}} Failed the plug-in could not be made
 * @typedef {{kind: 'done', output?: Uint8Array | null, failure?: Failure, notBegun?: boolean, vars?: Uint8Array, files?: FileChanges}} Done the call is
 *   over, or could not begin, as instances could not be made anew
 * @typedef {{kind: 'host', index: number, result: string | undefined, args: unknown[], memory: Uint8Array, vars?: Uint8Array}} HostCall
 * @typedef {{kind: 'log', level: import('../types.js').LoggerMethod, text: string}} Log
 * @typedef {{kind: 'answer', value: unknown}} Answer to an `Ask`
 * @typedef {{kind: 'ring'}} Ring
 * @typedef {{kind: 'closing'}} Closing the worker ends by itself
 *
 * @typedef {Up | Starting | Started | Failed | Done | HostCall | Log | Answer | Ring | Closing} ToPage
 */

/** Set in every message: others may talk on the same worker, and are not listened to. */
const mark = 'extism-web';

/**
 * @template {ToWorker | ToPage} T
 * @param {T} message
 */
export const marked = (message) => ({ ...message, protocol: mark });

/** @param {any} data @returns {boolean} whether it is one of our messages */
export const isMarked = (data) => typeof data === 'object' && data !== null && data.protocol === mark && typeof data.kind === 'string';

/** The host's functions that the page performs, before the application's own in the numbering of functions. */
export const pageImports = Object.freeze(['http_request', 'http_status_code', 'http_headers']);

/** The import module of Extism's own functions. */
export const env = 'extism:host/env';

/** Whether an import is Extism's `http_request`, by any of its names. @param {WebAssembly.ModuleImportDescriptor} entry */
export const isHttpRequest = ({ module, name }) => ([env, 'extism:env'].includes(module) && name === 'http_request') || (module === 'env' && name === 'extism_http_request');

/** What helps where a worker can neither share memory with its page nor suspend a plug-in. */
export const remedies = 'serve the page cross-origin isolated (COOP and COEP headers), or use an engine with JSPI (WebAssembly.Suspending)';

/** The functions that a module exports, in the order by which both sides number them. @param {WebAssembly.Module} module */
export const functionNames = (module) =>
  WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
