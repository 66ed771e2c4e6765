import { Plugin } from './plugin.js';

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
    return new Plugin(await this.#raw.instantiate(options));
  }
}
