import { Application } from '../../application.js';
import { HostBridge } from '../../bridge.js';
import { CAPABILITIES } from '../../capabilities.js';
import { PluginError } from '../../error.js';
import { listed, wantsOutput } from '../../options.js';
import { hostModule } from '../../runtime.js';
import { functionNames, isHttpRequest, remedies } from '../protocol.js';
import { readTimeLimit } from './watch.js';

/** @import { RawCompiledPlugin, RawHost } from '../../../pkg/extism_web.js' */
/** @import { Logger, PluginOptions } from '../../types.js' */
/** @import { PageFiles } from '../../wasi/page-files.js' */
/** @import { SharedMemories, Start } from '../protocol.js' */

/** Whether workers may be sent shared memory. */
const canShare = typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false;

/** What a plug-in in a worker is made of, as often as a worker is started. */
export class Source {
  #raw;
  #settings;
  #files;
  options;
  application;
  bridge;
  /** @type {Logger} */
  logger;
  /** Whether kernel memory is shared with the worker. */
  shares = canShare;
  /** How long a start or a call may take (milliseconds). @type {number | undefined} */
  timeLimit;
  /** The plug-in's functions, by name, and their numbers. @type {Map<string, number>} */
  indices;

  /**
   * @param {RawCompiledPlugin} raw
   * @param {PluginOptions} options as they were read
   * @param {PageFiles | undefined} files where the plug-in uses WASI
   */
  constructor(raw, options, files) {
    this.#raw = raw;
    this.#settings = raw.settings(listed(options));
    this.#files = files;
    this.options = options;
    this.application = new Application(options);
    this.bridge = new HostBridge(this.application, undefined);
    this.logger = options.logger ?? console;
    this.timeLimit = readTimeLimit('timeoutMs', this.#settings.timeoutMs);
    this.indices = new Map(functionNames(raw.main).map((name, index) => [name, index]));
    this.#refuseFetch();
  }

  /** The most pages that kernel memory may have. @type {number | undefined} */
  get maxPages() {
    return this.#settings.memory?.maxPages;
  }

  /** The compiled form of the plug-in's main module. */
  get module() {
    return this.#raw.main;
  }

  get files() {
    return this.#files;
  }

  /**
   * The page's side of a plug-in in a new worker.
   *
   * @param {WebAssembly.Memory | undefined} kernelMemory
   * @param {AbortSignal} signal ends the plug-in's requests
   * @returns {RawHost}
   */
  host(kernelMemory, signal) {
    const { logger, fetch: send = fetch } = this.application;
    return this.#raw.host(listed({ ...this.options, logger, fetch: abortable(send, signal) }), this.bridge, kernelMemory);
  }

  /**
   * @param {SharedMemories | undefined} shared
   * @param {Uint8Array} vars
   * @param {string} logLevel
   * @param {string} life
   * @returns {Start}
   */
  startMessage(shared, vars, logLevel, life) {
    const { config, memory } = this.#settings;
    // What cannot match was reported here.
    const allowedHosts = this.#settings.allowedHosts?.filter((/** @type {string} */ host) => !host.includes('/'));
    const { options } = this;
    return {
      kind: 'start',
      host: hostModule(),
      modules: this.#raw.modules,
      options: {
        config,
        memory,
        allowedHosts,
        logLevel,
        runInWorker: true,
        allowHttpResponseHeaders: options.allowHttpResponseHeaders,
        useWasi: this.#files !== undefined,
        enableWasiOutput: wantsOutput(options),
        trace: options.trace,
      },
      files: this.#files?.start(),
      functions: this.application.names,
      remoteHttp: this.shares || (CAPABILITIES.supportsJSPromiseInterface && this.#reachesHosts),
      vars,
      life,
      shared,
    };
  }

  get #reachesHosts() {
    return (this.#settings.allowedHosts?.length ?? 0) > 0;
  }

  /** A `fetch` of the application's is on the page, and a worker that cannot wait has no way to it. */
  #refuseFetch() {
    if (this.shares || CAPABILITIES.supportsJSPromiseInterface || !this.options.fetch || !this.#reachesHosts) return;
    const imports = this.#raw.modules.some((/** @type {{module: WebAssembly.Module}} */ { module }) =>
      WebAssembly.Module.imports(module).some(isHttpRequest),
    );
    if (imports) throw new PluginError(`the plug-in makes HTTP requests by options.fetch, which must be waited for: ${remedies}`, 'UNSUPPORTED');
  }
}

/**
 * @param {typeof fetch} send
 * @param {AbortSignal} signal
 * @returns {typeof fetch}
 */
const abortable = (send, signal) => (url, init) => send(url, { ...init, signal });
