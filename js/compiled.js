import { HostBridge } from './bridge.js';
import { Plugin } from './plugin.js';
import { prepareWasi } from './wasi/prepare.js';

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
    const bridge = new HostBridge(options?.functions, await prepareWasi(options, this.#raw.allowedPaths));
    const start = bridge.begin();
    try {
      return new Plugin(await this.#raw.instantiate(options, bridge), bridge);
    } finally {
      bridge.end(start);
    }
  }
}
