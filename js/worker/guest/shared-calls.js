import { encode } from '../../text.js';
import { command, ended, status } from '../channel.js';
import { encodeFailure } from '../failure.js';
import { Inbox } from '../inbox.js';
import { functionNames } from '../protocol.js';
import { Calls, loggerTo } from './calls.js';
import { needStack } from './stack.js';

/** @import { WorkerChannel } from '../channel.js' */
/** @import { Failure } from '../failure.js' */
/** @import { Started } from './calls.js' */
/** @import { Tell } from './serve.js' */

/** Beyond this length the vars' changes travel in a message, so that the channel stays small. */
const MAX_PAYLOAD = 1 << 20;

/** Calls over shared memory. Between calls, and while the page runs a host function, this thread is blocked. */
export class SharedCalls extends Calls {
  #channel;
  #inbox = new Inbox();

  logger = loggerTo((level, text) => {
    needStack();
    this.#channel.payload = encode(text);
    this.#channel.level = level;
    this.#channel.answer(status.log);
    if (this.#channel.next() === command.threw) throw this.bridge.throwing();
  });

  /**
   * @param {Tell} tell
   * @param {WorkerChannel} channel
   */
  constructor(tell, channel) {
    super(tell);
    this.#channel = channel;
  }

  /** @param {any} message */
  receive(message) {
    this.#inbox.put(message);
  }

  /** The plug-in could not be made. @param {Failure} failure */
  failed(failure) {
    this.tell({ kind: 'failed', failure });
    this.#answer(status.message);
  }

  /** @param {number} index @param {string} _label @param {string | undefined} result */
  wrap(index, _label, result) {
    return (/** @type {unknown[]} */ ...args) => {
      needStack();
      const channel = this.#channel;
      channel.index = index;
      channel.result = result;
      channel.values = args;
      channel.payload = this.host.takeVarChanges();
      channel.answer(status.host);
      const said = channel.next();
      this.adopt(channel.payload, channel.level);
      if (said === command.threw) throw this.bridge.throwing();
      return channel.values[0];
    };
  }

  /** Serves calls from now on. @param {Started} started */
  serve(started) {
    this.tell({ kind: 'started' });
    this.#answer(status.message);
    this.#loop(started).catch((error) => {
      if (error === ended) return;
      // The page learns of it as an error of the worker.
      setTimeout(() => {
        throw error;
      });
    });
  }

  /** @param {Started} started */
  async #loop({ plugin, bridge, module }) {
    const channel = this.#channel;
    const names = functionNames(module);
    for (;;) {
      let name;
      if (channel.next() === command.call) {
        name = names[channel.index];
      } else {
        const message = await this.#inbox.take();
        if (message.files !== undefined) bridge.files?.apply(message.files);
        if (message.kind === 'close') {
          this.closed = true;
          plugin.free();
          await this.#finish(undefined);
          continue;
        }
        if (message.kind === 'trace') {
          this.tell({ kind: 'answer', value: bridge.tracer?.last ?? null });
          this.#answer(status.message);
          continue;
        }
        this.adopt(message.vars, message.logLevel);
        name = message.name;
      }
      const call = bridge.begin(undefined);
      if (plugin.stale) {
        try {
          await plugin.restore();
        } catch (error) {
          bridge.end(call);
          await this.#finish(error, true);
          continue;
        }
      }
      bridge.tracer?.begin(name, plugin);
      const failure = plugin.run(name);
      bridge.tracer?.end(plugin, failure !== undefined);
      bridge.end(call);
      await this.#finish(failure);
    }
  }

  /**
   * Ends a call: in the common case without a message.
   * @param {unknown} failure
   * @param {boolean} [notBegun]
   */
  #finish(failure, notBegun) {
    const saving = this.bridge.saved();
    if (saving !== undefined) return this.#saved(saving, failure, notBegun);
    const files = this.bridge.files?.changes();
    const vars = this.varChanges();
    if (failure === undefined && files === undefined && (vars?.length ?? 0) <= MAX_PAYLOAD) {
      this.#answer(status.done, vars);
    } else {
      this.tell({ kind: 'done', failure: failure === undefined ? undefined : encodeFailure(failure), notBegun, files, vars });
      this.#answer(status.message);
    }
    return undefined;
  }

  /**
   * Waits until files are written back. The error of the call comes before one of the files.
   * @param {Promise<void>} saving
   * @param {unknown} failure
   * @param {boolean} [notBegun]
   */
  async #saved(saving, failure, notBegun) {
    try {
      await saving;
    } catch (error) {
      failure ??= error;
    }
    this.#finish(failure, notBegun);
  }

  /** @param {number} value @param {Uint8Array} [payload] */
  #answer(value, payload) {
    this.#channel.payload = payload;
    this.#channel.answer(value);
  }
}
