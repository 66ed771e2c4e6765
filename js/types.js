/** @import { CurrentPlugin } from './current-plugin.js' */
/** @import { AllowedPaths } from './wasi/types.js' */

/**
 * A level of the plug-in's log; a level passes on itself and all that are worse.
 * @typedef {'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'} LogLevel
 */

/**
 * Where a plug-in's log goes. `console` is one.
 * @typedef {Pick<Console, LoggerMethod>} Logger
 * @typedef {'trace' | 'debug' | 'info' | 'warn' | 'error'} LoggerMethod
 */

/**
 * One WebAssembly module of a manifest: one of `data`, `url`, `path`, `response` and `module`.
 * @typedef {object} ManifestWasm
 * @property {ArrayBuffer | ArrayBufferView | string} [data] the module's bytes, or base64 of them
 * @property {string | URL} [url]
 * @property {string} [method] for `url`
 * @property {Record<string, string>} [headers] for `url`
 * @property {string} [path] a file, where the runtime has files
 * @property {Response} [response]
 * @property {WebAssembly.Module & object} [module]
 * @property {string} [name] what other modules import it by; the one named `main`, else the last, is the plug-in
 * @property {string} [hash] the SHA-256 that the module's bytes must have, in hexadecimal
 */

/**
 * @typedef {object} MemoryOptions
 * @property {number} [maxPages] how many pages (64 KiB) kernel memory and each memory of the plug-in may have. A module
 *   given as a `WebAssembly.Module` is checked by the memories it exports, and refused when one could grow larger
 * @property {number} [maxHttpResponseBytes] default 50 MiB
 * @property {number} [maxVarBytes] of all vars together; default 1 MiB, 0 forbids them
 */

/**
 * What both a manifest and the options may give; what the options give wins. In a manifest, snake case will do too.
 * @typedef {object} Settings
 * @property {Record<string, string>} [config] what `config_get` reads
 * @property {string[]} [allowedHosts] host names (punycode for international ones) that the plug-in may send HTTP requests to; `*` matches anything.
 *   Default: none
 * @property {AllowedPaths} [allowedPaths] default: none
 * @property {MemoryOptions} [memory]
 * @property {number | null} [timeoutMs] ends a start or a call that takes longer (milliseconds); needs `runInWorker`
 */

/**
 * The settings in snake case, as JSON manifests write them.
 * @typedef {object} SnakeCaseSettings
 * @property {string[]} [allowed_hosts]
 * @property {AllowedPaths} [allowed_paths]
 * @property {{max_pages?: number, max_http_response_bytes?: number, max_var_bytes?: number}} [memory]
 * @property {number | null} [timeout_ms]
 */

/**
 * Host functions by namespace and name. Each is given the `CurrentPlugin` and the plug-in's arguments: an i64 is a
 * `BigInt`, every other type a number. It returns what the plug-in wants back, or a promise of it.
 * @typedef {Record<string, Record<string, (context: CurrentPlugin, ...args: any[]) => any>>} HostFunctions
 */

/** @typedef {{wasm: ManifestWasm[]} & (Settings | SnakeCaseSettings)} Manifest */

/**
 * Everything that stands for a manifest: a manifest object or its JSON, a URL of a manifest or a module, a path, bytes,
 * a `Response`, a `WebAssembly.Module`.
 * @typedef {Manifest | string | URL | ArrayBuffer | ArrayBufferView | Response | (WebAssembly.Module & object)} ManifestLike
 */

/**
 * @typedef {object} OwnOptions
 * @property {HostFunctions} [functions]
 * @property {boolean} [useWasi] provides WASI preview 1; default false
 * @property {boolean} [enableWasiOutput] passes stdout and stderr to the logger (`info` and `error`), line by line
 * @property {boolean} [allowHttpResponseHeaders] lets the plug-in see response headers; default false
 * @property {Logger} [logger] default `console`
 * @property {LogLevel} [logLevel] default `silent`
 * @property {typeof fetch} [fetch] used for URLs and the plug-in's requests instead of the global one
 * @property {number} [httpTimeoutMs] for how many milliseconds an HTTP request that blocks its thread may wait for the server:
 *   that is on the main thread of Node, without JSPI or by `callSync`. Default 30000; 0 for no limit
 * @property {boolean} [runInWorker] runs the plug-in in a worker: it never blocks this thread, and its calls can be ended.
 *   Default false
 * @property {string | URL | (() => WorkerLike)} [worker] the URL of the worker's script (`extism-web/worker`) where it is not
 *   beside the package, or a function that starts a worker with it
 * @property {object} [nodeWorkerArgs] options of the `Worker` of `node:worker_threads`
 * @property {number} [sharedArrayBufferSize] taken for the sake of code that was written for `@extism/extism`, and ignored: memory
 *   grows as it is needed
 *
 * @typedef {Settings & OwnOptions} PluginOptions
 */

/**
 * What can end a call before it is done. Only a plug-in in a worker can be stopped.
 *
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal]
 * @property {number | null} [timeoutMs] milliseconds; wins over the plug-in's limit, 0 and `null` for none
 */

/**
 * A browser's `Worker`, or one of `node:worker_threads`.
 * @typedef {{postMessage: Function, terminate: Function} & Record<string, any>} WorkerLike
 */

export {};
