import { HostBridge } from './bridge.js';
import { LocalPlugin } from './local-plugin.js';
import { option } from './options.js';
import { part } from './part.js';
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
    if (option(options, 'runInWorker', 'run_in_worker')) {
      const { RemotePlugin } = await part(() => import('./worker/page/remote-plugin.js'));
      return new Plugin(await RemotePlugin.start(this.#raw, options ?? {}));
    }
    const bridge = new HostBridge(options?.functions, await prepareWasi(options, this.#raw.allowedPaths));
    const start = bridge.begin();
    try {
      return new Plugin(new LocalPlugin(await this.#raw.instantiate(options, bridge.isUsed ? bridge : undefined), bridge));
    } finally {
      bridge.end(start);
    }
  }
}
