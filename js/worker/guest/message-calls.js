import { CAPABILITIES } from '../../capabilities.js';
import { PluginError } from '../../error.js';
import { encodeFailure } from '../failure.js';
import { remedies } from '../protocol.js';
import { Calls, loggerTo } from './calls.js';
import { needStack } from './stack.js';

/** @import { Call, Returned } from '../protocol.js' */
/** @import { Failure } from '../failure.js' */
/** @import { Started } from './calls.js' */

/** Calls by messages. For a host function the engine suspends the plug-in until the page's answer is there. */
export class MessageCalls extends Calls {
  /** @type {Started | undefined} */
  #started;
  /** Whether the call stopped where instances are made anew. */
  #notBegun = false;
  /** Lets the suspended plug-in go on. @type {((message: Returned) => void) | undefined} */
  #resume;

  logger = loggerTo((level, text) => {
    needStack();
    this.tell({ kind: 'log', level, text });
  });

  /** The plug-in could not be made. @param {Failure} failure */
  failed(failure) {
    this.tell({ kind: 'failed', failure });
  }

  /** @param {number} index @param {string} label @param {string | undefined} result @param {boolean} direct */
  wrap(index, label, result, direct) {
    if (!CAPABILITIES.supportsJSPromiseInterface) {
      throw new PluginError(`${label} is on the page, which the plug-in's worker cannot wait for: ${remedies}`, 'UNSUPPORTED');
    }
    return (/** @type {unknown[]} */ ...args) => {
      needStack();
      const ask = () => this.#callPage(index, result, args);
      if (direct) return ask();
      /** @type {(value: unknown) => void} */
      let resolve = () => {};
      // Fails where the plug-in was entered in a way that cannot be suspended; then the page is not asked.
      try {
        this.host.suspend(label, new Promise((settle) => (resolve = settle)));
      } catch (error) {
        throw this.bridge.throwing(error);
      }
      resolve(ask());
      return result === 'i64' ? 0n : 0;
    };
  }

  /** @param {number} index @param {string | undefined} result @param {unknown[]} args */
  async #callPage(index, result, args) {
    const memory = this.host.snapshot();
    this.tell({ kind: 'host', index, result, args, memory, vars: this.host.takeVarChanges() }, [memory.buffer]);
    /** @type {Returned} */
    const { value, threw, memory: changed, vars, logLevel } = await new Promise((resolve) => (this.#resume = resolve));
    if (changed !== undefined) this.host.load(changed);
    this.adopt(vars, logLevel);
    if (threw) throw this.bridge.throwing();
    return value;
  }

  /** @param {Started} started */
  serve(started) {
    this.#started = started;
    this.tell({ kind: 'started' });
  }

  /** @param {any} message */
  receive(message) {
    const { plugin } = /** @type {Started} */ (this.#started);
    switch (message.kind) {
      case 'returned':
        this.#resume?.(message);
        break;
      case 'call':
        this.#end(this.#call(message));
        break;
      case 'close':
        this.closed = true;
        plugin.free();
        this.#end(Promise.resolve(null));
        break;
      case 'reset':
        plugin.kernel[0].host_reset();
        this.tell({ kind: 'answer', value: true });
        break;
      case 'memory':
        this.tell({ kind: 'answer', value: plugin.memory() });
        break;
      case 'trace':
        this.tell({ kind: 'answer', value: this.bridge.tracer?.last ?? null });
        break;
    }
  }

  /** @param {Call} message @returns {Promise<Uint8Array | null>} */
  async #call({ name, input, files, vars, logLevel }) {
    const { plugin, bridge } = /** @type {Started} */ (this.#started);
    if (files !== undefined) bridge.files?.apply(files);
    this.adopt(vars, logLevel);
    const call = bridge.begin(undefined);
    try {
      this.#notBegun = plugin.stale;
      if (plugin.stale) await plugin.restore();
      this.#notBegun = false;
      const run = () => (plugin.maySuspend ? plugin.callWaiting(name, input) : plugin.callSync(name, input));
      return await (bridge.tracer === undefined ? run() : bridge.tracer.during(name, plugin, run));
    } finally {
      bridge.end(call);
    }
  }

  /** Tells the page how a call ended. @param {Promise<Uint8Array | null>} call */
  async #end(call) {
    let output;
    let failure;
    try {
      output = await call;
    } catch (error) {
      failure = encodeFailure(error);
    }
    try {
      await this.bridge.saved();
    } catch (error) {
      failure ??= encodeFailure(error);
    }
    const message = { kind: /** @type {const} */ ('done'), output, failure, notBegun: failure && this.#notBegun, vars: this.varChanges(), files: this.bridge.files?.changes() };
    this.tell(message, output ? [output.buffer] : []);
  }
}
