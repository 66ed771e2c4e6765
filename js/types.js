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
 * @property {ArrayBuffer | ArrayBufferView} [data] the module's bytes
 * @property {string | URL} [url]
 * @property {string} [path] a file, where the runtime has files
 * @property {Response} [response]
 * @property {WebAssembly.Module} [module]
 * @property {string} [name] what other modules import it by; the one named `main`, else the last, is the plug-in
 */

/**
 * @typedef {object} Manifest
 * @property {ManifestWasm[]} wasm
 * @property {Record<string, string>} [config] what `config_get` reads
 */

/**
 * Everything that stands for a manifest: a manifest object or its JSON, a URL of a manifest or a module, a path, bytes,
 * a `Response`, a `WebAssembly.Module`.
 * @typedef {Manifest | string | URL | ArrayBuffer | ArrayBufferView | Response | WebAssembly.Module} ManifestLike
 */

/**
 * @typedef {object} PluginOptions
 * @property {Record<string, string>} [config] wins over the manifest's
 * @property {Logger} [logger] default `console`
 * @property {LogLevel} [logLevel] default `silent`
 * @property {typeof fetch} [fetch] used for URLs instead of the global one
 */

export {};
