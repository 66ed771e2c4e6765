import { Inbox } from '../inbox.js';

/** @import { PluginOptions } from '../../types.js' */
/** @import { PageFiles } from '../../wasi/page-files.js' */
/** @import { RawContext, RawHost } from '../../../pkg/extism_web.js' */
/** @import { PageFunctions } from './page-functions.js' */
/** @import { WorkerHandle } from './launch.js' */

/**
 * What a line connects.
 *
 * @typedef {object} Ends
 * @property {WorkerHandle} worker
 * @property {RawHost} host the page's side of the plug-in, for calls
 * @property {RawContext} context the same, for all else
 * @property {PageFunctions} functions
 * @property {PageFiles | undefined} files
 * @property {NonNullable<PluginOptions['logger']>} logger
 */

/** The way to one worker, for one call after the other. What it ends with is the reason that everything rejects with. */
export class Line {
  /** @protected */
  worker;
  /** @protected */
  host;
  /** @protected */
  context;
  /** @protected */
  functions;
  /** @protected */
  files;
  /** @protected */
  logger;
  /** @protected */
  inbox = new Inbox();
  /** Whether a host function runs that the worker waits for. */
  isServing = false;
  /** Whether the last call got as far as the plug-in: not when its instances, after a trap, could not be made anew. */
  hasBegun = true;
  /** Why it has ended. @protected @type {{error: unknown} | undefined} */
  ended;
  /** Ends what a host function's promise keeps waiting. @type {((error: unknown) => void) | undefined} */
  #interrupt;

  /** @param {Ends} ends */
  constructor({ worker, host, context, functions, files, logger }) {
    this.worker = worker;
    this.host = host;
    this.context = context;
    this.functions = functions;
    this.files = files;
    this.logger = logger;
  }

  /** Takes a message of the worker. @param {any} message */
  receive(message) {
    this.inbox.put(message);
  }

  /** @protected @param {unknown} promise @returns {Promise<unknown>} that rejects when the line ends */
  untilEnded(promise) {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      Promise.resolve(promise).then(resolve, reject);
    });
  }

  /**
   * What contexts changed since the worker was last told, for a message to it.
   * @protected
   * @returns {{vars?: Uint8Array, logLevel?: string}}
   */
  changes() {
    const { bridge } = this.functions;
    if (!bridge.isChanged) return {};
    bridge.isChanged = false;
    return { vars: this.context.takeVarChanges(), logLevel: this.context.logLevel };
  }

  /**
   * The line has ended: whoever waits is told why.
   * @param {unknown} error
   */
  end(error) {
    if (this.ended !== undefined) return;
    this.ended = { error };
    this.inbox.end(error);
    this.#interrupt?.(error);
  }
}

/** @param {any} value @returns {value is PromiseLike<unknown>} */
export const isPromise = (value) => typeof value?.then === 'function';
