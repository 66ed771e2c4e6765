import { log } from '../../options.js';
import { decodeFailure } from '../failure.js';
import { isPromise, Line } from './line.js';

/** @import { HostCall } from '../protocol.js' */

/**
 * Calls by messages, where memory cannot be shared. For a host function the worker sends what is in kernel memory; the
 * function works on a kernel of the page's own with that in it, and what it changed goes back.
 */
export class MessageLine extends Line {
  /** What the logger threw in this call, which the worker did not wait for. @type {{value: unknown} | undefined} */
  #loggerThrew;

  /** @override @param {any} message */
  receive(message) {
    if (message.kind !== 'log') {
      super.receive(message);
      return;
    }
    try {
      log(this.logger, message.level, message.text);
    } catch (error) {
      this.#loggerThrew ??= { value: error };
    }
  }

  /** Ends when the plug-in has started. */
  async started() {
    const { kind, failure } = await this.#converse();
    if (kind === 'failed') throw decodeFailure(failure, this.functions.thrown);
  }

  /**
   * @param {string} name
   * @param {Uint8Array | null} input
   * @returns {Promise<Uint8Array | null>}
   */
  async call(name, input) {
    this.hasBegun = true;
    const bytes = input && input.slice();
    // Of the last call nothing can be read any more.
    this.host.reset();
    this.worker.post({ kind: 'call', name, input: bytes, files: this.files?.changes(), ...this.changes() }, bytes ? [bytes.buffer] : []);
    const { output, failure, notBegun } = await this.#converse();
    this.hasBegun = !notBegun;
    if (failure !== undefined) throw decodeFailure(failure, this.functions.thrown);
    return output;
  }

  async reset() {
    this.host.reset();
    this.worker.post({ kind: 'reset' });
    return (await this.#converse()).value;
  }

  async memory() {
    this.worker.post({ kind: 'memory' });
    return (await this.#converse()).value;
  }

  /** What the plug-in did in the last call. */
  async trace() {
    this.worker.post({ kind: 'trace' });
    return (await this.#converse()).value;
  }

  /** Lets the plug-in close its files and finish its output. */
  async close() {
    this.worker.post({ kind: 'close' });
    const { failure } = await this.#converse();
    if (failure !== undefined) throw decodeFailure(failure);
  }

  /** Serves the worker until it says how the matter ended. */
  async #converse() {
    this.functions.thrown = undefined;
    this.#loggerThrew = undefined;
    for (;;) {
      const message = await this.inbox.take();
      // Not what a page gave to all objects.
      if (message.vars instanceof Uint8Array) this.context.applyVarChanges(message.vars);
      if (message.kind === 'host') {
        await this.#serve(message);
        continue;
      }
      if (message.files !== undefined) this.files?.apply(message.files);
      const loggerThrew = /** @type {{value: unknown} | undefined} */ (this.#loggerThrew);
      if (loggerThrew !== undefined) throw loggerThrew.value;
      return message;
    }
  }

  /** Calls a host function for the worker. @param {HostCall} message */
  async #serve({ index, result, args, memory }) {
    const { host, context } = this;
    context.load(memory);
    host.takeTouched();
    let value;
    let threw = false;
    try {
      value = this.functions.call(index, result, args);
      if (isPromise(value)) value = await this.untilEnded(value);
    } catch (error) {
      this.functions.thrown = { value: error };
      threw = true;
    }
    if (this.ended !== undefined) throw this.ended.error;
    this.functions.bridge.isChanged = false;
    const changed = host.takeTouched() ? context.snapshot() : undefined;
    // Of a function that returns nothing to the plug-in, the value is nobody's business, and perhaps not to be cloned.
    const sent = threw || result === 'void' ? undefined : value;
    this.worker.post({ kind: 'returned', value: sent, threw, memory: changed, vars: context.takeVarChanges(), logLevel: context.logLevel }, changed && [changed.buffer]);
  }
}
