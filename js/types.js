/** @import { CurrentPlugin } from './current-plugin.js' */
/** @import { AllowedPaths } from './wasi/types.js' */

/**
 * A level of the plug-in's log; a level passes on itself and all that are worse.
 * @typedef {'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'} LogLevel
 */

/**
 * Where a plug-in's log goes. `console` is one.
 * @typedef {Record<LoggerMethod, (...data: any[]) => void>} Logger
 * @typedef {'trace' | 'debug' | 'info' | 'warn' | 'error'} LoggerMethod
 */

/**
 * A module by its bytes, or base64 of them.
 * @typedef {object} ManifestWasmData
 * @property {ArrayBuffer | ArrayBufferView | string} data
 */

/**
 * A module by its URL.
 * @typedef {object} ManifestWasmUrl
 * @property {string | URL} url
 * @property {string} [method] of the request
 * @property {Record<string, string>} [headers] of the request
 */

/**
 * A module in a file, where the runtime has files.
 * @typedef {object} ManifestWasmPath
 * @property {string} path
 */

/**
 * A module in a response.
 * @typedef {object} ManifestWasmResponse
 * @property {Response} response
 */

/**
 * A `WebAssembly.Module`. The type of that has no members, and would be every object's. This has one that no module has, so that an object with
 * others is refused.
 * @typedef {{wasm?: never}} CompiledModule
 */

/**
 * A compiled module.
 * @typedef {object} ManifestWasmModule
 * @property {CompiledModule} module
 */

/**
 * What a module of a manifest may have beside its source.
 * @typedef {object} ManifestWasmLabels
 * @property {string} [name] what other modules import it by; the one named `main`, else the last, is the plug-in
 * @property {string} [hash] the SHA-256 that the module's bytes must have, in hexadecimal
 */

/**
 * One WebAssembly module of a manifest.
 * @typedef {(ManifestWasmUrl | ManifestWasmData | ManifestWasmPath | ManifestWasmResponse | ManifestWasmModule) & ManifestWasmLabels} ManifestWasm
 */

/**
 * @typedef {object} MemoryOptions
 * @property {number | undefined} [maxPages] how many pages (64 KiB) kernel memory and each memory of the plug-in may have. A module
 *   given as a `WebAssembly.Module` is checked by the memories it exports, and refused when one could grow larger
 * @property {number | undefined} [maxHttpResponseBytes] default 50 MiB; `Infinity` is no limit
 * @property {number | undefined} [maxVarBytes] of all vars together; default 1 MiB, 0 forbids them, `Infinity` is no limit
 */

/**
 * What `config_get` reads, by key.
 * @typedef {Record<string, string>} PluginConfig
 */

/**
 * What both a manifest and the options may give; what the options give wins. In a manifest, snake case will do too.
 * @typedef {object} Settings
 * @property {PluginConfig} [config] what `config_get` reads
 * @property {string[] | undefined} [allowedHosts] host names (punycode for international ones) that the plug-in may send HTTP requests to; `*` matches anything.
 *   Default: none
 * @property {AllowedPaths | undefined} [allowedPaths] default: none
 * @property {MemoryOptions} [memory]
 * @property {number | null} [timeoutMs] ends a start or a call that takes longer (milliseconds); needs `runInWorker`
 */

/**
 * The settings in snake case, as JSON manifests write them.
 * @typedef {object} SnakeCaseSettings
 * @property {string[]} [allowed_hosts]
 * @property {AllowedPaths} [allowed_paths]
 * @property {MemoryOptions & {max_pages?: number, max_http_response_bytes?: number, max_var_bytes?: number}} [memory]
 * @property {number | null} [timeout_ms]
 */

/**
 * Host functions by namespace and name. Each is given the `CurrentPlugin` and the plug-in's arguments: an i64 is a
 * `BigInt`, every other type a number. It returns what the plug-in wants back, or a promise of it.
 * @typedef {Record<string, Record<string, (context: CurrentPlugin, ...args: any[]) => any>>} HostFunctions
 */

/** @typedef {{wasm: ManifestWasm[]} & Settings & SnakeCaseSettings} Manifest */

/**
 * Everything that stands for a manifest: a manifest object or its JSON, a URL of a manifest or a module, a path, bytes,
 * a `Response`, a `WebAssembly.Module`.
 * @typedef {Manifest | string | URL | ArrayBuffer | ArrayBufferView | Response | CompiledModule} ManifestLike
 */

/**
 * @typedef {object} OwnOptions
 * @property {HostFunctions | undefined} [functions]
 * @property {boolean} [useWasi] provides WASI preview 1; default false
 * @property {boolean} [enableWasiOutput] passes stdout and stderr to the logger (`info` and `error`), line by line
 * @property {boolean} [allowHttpResponseHeaders] lets the plug-in see response headers; default false
 * @property {Logger} [logger] default `console`. A message of a level that it has no method for goes to the next worse one
 * @property {LogLevel} [logLevel] default `silent`
 * @property {typeof fetch} [fetch] used for URLs and the plug-in's requests instead of the global one
 * @property {number} [httpTimeoutMs] for how many milliseconds an HTTP request that blocks its thread may wait for the server:
 *   that is on the main thread of Node, without JSPI or by `callSync`. Default 30000; 0 for no limit
 * @property {boolean} [runInWorker] runs the plug-in in a worker: it never blocks this thread, and its calls can be ended.
 *   Default false
 * @property {string | URL | (() => WorkerLike)} [worker] the URL of the worker's script (`extism-web/worker`) where it is not
 *   beside the package, or a function that starts a worker with it
 * @property {NodeWorkerArgs} [nodeWorkerArgs]
 * @property {boolean} [trace] records what the plug-in does with kernel memory, for `plugin.trace()`. Calls take many times as long.
 *   Default false
 * @property {number} [sharedArrayBufferSize] taken for the sake of code that was written for `@extism/extism`, and ignored: memory
 *   grows as it is needed
 *
 * @typedef {Settings & OwnOptions} PluginOptions
 */

/**
 * Options of the `Worker` of `node:worker_threads`.
 * @typedef {object} KnownNodeWorkerArgs
 * @property {string} [name]
 * @property {string[]} [execArgv]
 * @property {string[]} [argv]
 * @property {Record<string, string>} [env]
 * @property {{maxOldGenerationSizeMb?: number, maxYoungGenerationSizeMb?: number, codeRangeSizeMb?: number, stackSizeMb?: number}} [resourceLimits]
 *
 * @typedef {KnownNodeWorkerArgs & {[option: string]: any}} NodeWorkerArgs
 */

/**
 * What can end a call before it is done. Only a plug-in in a worker can be stopped.
 *
 * @typedef {object} CallOptions
 * @property {AbortSignal | null} [signal]
 * @property {number | null} [timeoutMs] milliseconds; wins over the plug-in's limit, 0 and `null` for none
 */

/**
 * A browser's `Worker`, or one of `node:worker_threads`.
 * @typedef {{postMessage: Function, terminate: Function} & Record<string, any>} WorkerLike
 */

export {};
