import { Application } from './application.js';
import { HostBridge } from './bridge.js';
import { invalidOption } from './error.js';
import { LocalPlugin } from './local-plugin.js';
import { listed, readOptions } from './options.js';
import { part } from './part.js';
import { Plugin } from './plugin.js';
import { withRoom } from './room.js';
import { hasFiles, loadRewriter, loadWasi } from './runtime.js';
import { loadTracer } from './trace/load.js';
import { prepareWasi } from './wasi/prepare.js';

/** @import { RawCompiledPlugin } from '../pkg/extism_web.js' */
/** @import { PluginOptions } from './types.js' */
/** @import { EarlyWorker } from './worker/page/early-worker.js' */

/** What plug-ins in workers need. */
const loadRemote = () => part(() => import('./worker/page/remote-plugin.js'));

/**
 * Begins to load what a plug-in with these options will need beside the host, so that it takes no trip of its own. Whoever needs it loads
 * it again, and is told what is wrong.
 *
 * @param {PluginOptions | undefined} options as they were read
 */
export function loadParts(options) {
  if (!options) return;
  const { runInWorker, useWasi, functions, memory } = options;
  const loading = [runInWorker ? loadRemote() : useWasi && loadWasi(), (functions || memory) && loadRewriter()];
  for (const part of loading) if (part) part.catch(() => {});
}

/**
 * Starts the worker for one plug-in that is still to be fetched, where starting takes a trip; whoever asked for it ends it.
 *
 * @param {PluginOptions | undefined} options as they were read
 * @returns {Promise<EarlyWorker | undefined> | undefined}
 */
export function startEarly(options) {
  if (!options?.runInWorker || options.worker !== undefined || hasFiles()) return undefined;
  return loadRemote().then(({ EarlyWorker }) => EarlyWorker.start(), () => undefined);
}

/** A plug-in that is fetched, checked and compiled. It makes any number of plug-ins. */
export class CompiledPlugin {
  #raw;
  #hasTimeLimit;

  /**
   * @internal
   * @param {RawCompiledPlugin} raw
   * @param {PluginOptions | undefined} options those that it was compiled with
   */
  constructor(raw, options) {
    this.#raw = raw;
    this.#hasTimeLimit = Boolean(options?.timeoutMs);
  }

  /**
   * Makes a plug-in.
   *
   * @param {PluginOptions | null} [options]
   * @returns {Promise<Plugin>}
   */
  async instantiate(options) {
    const given = readOptions(options);
    if (given?.runInWorker) {
      const { RemotePlugin } = await loadRemote();
      return new Plugin(await RemotePlugin.start(this.#raw, given));
    }
    if (this.#hasTimeLimit && given?.timeoutMs === undefined) {
      throw invalidOption('options.timeoutMs, given to compile, requires runInWorker: true; only a plug-in in a worker can be stopped');
    }
    const application = new Application(given);
    const { logger, fetch } = application;
    // What the host gets does not hold the application (see `Application`).
    const own = given && { ...given, ...(logger && { logger }), ...(fetch && { fetch }) };
    const createWasi = this.#raw.importsWasi ? await prepareWasi(own, this.#raw.allowedPaths) : undefined;
    const tracer = await loadTracer(given);
    const bridge = () => {
      const made = new HostBridge(application, createWasi);
      if (tracer) made.trace(new tracer());
      return made;
    };
    return new Plugin(await withRoom(() => instantiate(this.#raw, own, application, bridge())));
  }
}

/**
 * @param {RawCompiledPlugin} raw
 * @param {PluginOptions | undefined} options
 * @param {Application} application
 * @param {HostBridge} bridge
 */
async function instantiate(raw, options, application, bridge) {
  const plugin = await bridge.during(application, undefined, () => raw.instantiate(listed(options), bridge.isUsed ? bridge : undefined));
  return new LocalPlugin(plugin, raw.main, application, bridge);
}
