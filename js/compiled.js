import { HostBridge } from './bridge.js';
import { CAPABILITIES } from './capabilities.js';
import { LocalPlugin } from './local-plugin.js';
import { Plugin } from './plugin.js';
import { loadWasi } from './runtime.js';

/** @import { RawCompiledPlugin } from '../pkg/extism_web.js' */
/** @import { PluginOptions } from './types.js' */

/** A plug-in that is fetched, checked and compiled. It makes any number of plug-ins. */
export class CompiledPlugin {
  #raw;

  /** @param {RawCompiledPlugin} raw */
  constructor(raw) {
    this.#raw = raw;
  }

  /**
   * Makes a plug-in.
   *
   * @param {PluginOptions} [options]
   * @returns {Promise<Plugin>}
   */
  async instantiate(options) {
    if (option(options, 'runInWorker', 'run_in_worker')) {
      const { RemotePlugin } = await import('./worker/page/remote-plugin.js');
      return new Plugin(await RemotePlugin.start(this.#raw, options ?? {}));
    }
    const bridge = new HostBridge(options?.functions, await this.#wasi(options));
    const start = bridge.begin();
    try {
      return new Plugin(new LocalPlugin(await this.#raw.instantiate(options, bridge), bridge));
    } finally {
      bridge.end(start);
    }
  }

  /** @param {PluginOptions | undefined} options */
  async #wasi(options) {
    if (!option(options, 'useWasi', 'use_wasi')) return undefined;
    const logger = options?.logger ?? console;
    return (await loadWasi())({
      allowedPaths: option(options, 'allowedPaths', 'allowed_paths') ?? this.#raw.allowedPaths ?? {},
      output: wantsOutput(options)
        ? (stream, line) => (stream === 'stdout' ? logger.info(line) : logger.error(line))
        : undefined,
    });
  }
}

/** @param {PluginOptions | undefined} options */
function wantsOutput(options) {
  return option(options, 'enableWasiOutput', 'enable_wasi_output') ?? CAPABILITIES.extismStdoutEnvVarSet;
}

/**
 * The value of an option, which may be written in camel or snake case.
 * @param {any} options
 * @param {string} camel
 * @param {string} snake
 */
function option(options, camel, snake) {
  return options?.[camel] ?? options?.[snake];
}
