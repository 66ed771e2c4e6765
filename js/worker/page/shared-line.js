import { log } from '../../options.js';
import { decode } from '../../text.js';
import { command, PageChannel, status } from '../channel.js';
import { decodeFailure } from '../failure.js';
import { isPromise, Line } from './line.js';

/** @import { Done, ToWorker } from '../protocol.js' */
/** @import { LoggerMethod } from '../../types.js' */
/** @import { Ends } from './line.js' */

/**
 * Calls over shared memory. The plug-in's kernel memory is the page's, too: the input is written, the output read, and
 * host functions work where the bytes are.
 */
export class SharedLine extends Line {
  #channel;
  /** The plug-in's functions, by name: where they are in the list that the worker has as well. */
  #indices;

  /**
   * @param {Ends} ends
   * @param {import('../channel.js').ChannelMemory} memory the channel's
   * @param {Map<string, number>} indices
   */
  constructor(ends, memory, indices) {
    super(ends);
    this.#channel = new PageChannel(memory);
    this.#indices = indices;
  }

  /** @override @param {any} message */
  receive(message) {
    if (message.kind === 'ring') this.#channel.wake();
    else super.receive(message);
  }

  /** Ends when the plug-in has started. Host functions may be called meanwhile. */
  async started() {
    await this.#converse();
    const message = await this.inbox.take();
    if (message.kind === 'failed') throw decodeFailure(message.failure, this.functions.thrown);
  }

  /**
   * @param {string} name
   * @param {Uint8Array | null} input
   * @returns {Promise<Uint8Array | null>}
   */
  async call(name, input) {
    this.hasBegun = true;
    this.host.begin(input);
    const files = this.files?.changes();
    const index = this.#indices.get(name);
    if (index === undefined || files !== undefined || this.functions.bridge.isChanged) {
      this.#say({ kind: 'call', name, input: null, files, ...this.changes() });
    } else {
      this.#channel.index = index;
      this.#channel.send(command.call);
    }
    if ((await this.#converse()) === status.done) return this.host.finish(undefined);
    /** @type {Done} */
    const { vars, files: changed, failure, notBegun } = await this.inbox.take();
    this.hasBegun = !notBegun;
    if (vars !== undefined) this.context.applyVarChanges(vars);
    if (changed !== undefined) this.files?.apply(changed);
    if (failure === undefined) return this.host.finish(undefined);
    const error = decodeFailure(failure, this.functions.thrown);
    if (error === undefined) throw error;
    return this.host.finish(error);
  }

  async reset() {
    this.host.reset();
    return true;
  }

  async memory() {
    return this.host.memory();
  }

  /** What the plug-in did in the last call. */
  async trace() {
    this.#say({ kind: 'trace' });
    await this.#converse();
    return (await this.inbox.take()).value;
  }

  /** Lets the plug-in close its files and finish its output. */
  async close() {
    this.#say({ kind: 'close' });
    if ((await this.#converse()) === status.done) return;
    /** @type {Done} */
    const { files, failure } = await this.inbox.take();
    if (files !== undefined) this.files?.apply(files);
    if (failure !== undefined) throw decodeFailure(failure);
  }

  /** @override @param {unknown} error */
  end(error) {
    super.end(error);
    this.#channel.end();
  }

  /** A message, for which the worker is told to listen. @param {ToWorker} message */
  #say(message) {
    this.worker.post(message);
    this.#channel.send(command.listen);
  }

  /** Serves the worker until it says how the matter ended. */
  async #converse() {
    const channel = this.#channel;
    const { bridge } = this.functions;
    this.functions.thrown = undefined;
    for (;;) {
      // Until it answers, kernel memory is the worker's.
      bridge.isAway = true;
      const said = await channel.answered();
      if (this.ended !== undefined) throw this.ended.error;
      bridge.isAway = false;
      if (said === status.log) {
        this.#log();
      } else {
        const changes = channel.payload;
        if (changes !== undefined) this.context.applyVarChanges(changes);
        if (said !== status.host) return said;
        await this.#serve();
      }
    }
  }

  #log() {
    const text = decode(this.#channel.payload);
    try {
      log(this.logger, /** @type {LoggerMethod} */ (this.#channel.level), text);
      this.#channel.send(command.returned);
    } catch (error) {
      this.#threw(error);
    }
  }

  /** Calls a host function for the worker. */
  async #serve() {
    const channel = this.#channel;
    this.isServing = true;
    try {
      let value = this.functions.call(channel.index, channel.result, channel.values);
      if (isPromise(value)) value = await this.untilEnded(value);
      if (this.ended !== undefined) throw this.ended.error;
      this.functions.bridge.isChanged = false;
      channel.payload = this.context.takeVarChanges();
      channel.values = [value];
      channel.level = this.context.logLevel;
      channel.send(command.returned);
    } catch (error) {
      if (this.ended !== undefined) throw this.ended.error;
      this.#threw(error);
    } finally {
      this.isServing = false;
    }
  }

  /** @param {unknown} error */
  #threw(error) {
    this.functions.thrown = { value: error };
    this.#channel.level = this.context.logLevel;
    this.#channel.payload = undefined;
    this.#channel.send(command.threw);
  }
}
