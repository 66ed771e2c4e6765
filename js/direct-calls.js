import { isBytes, lengthOf, readInput } from './bytes.js';
import { encodeBriefly } from './text.js';

/** @import { RawPlugin } from '../pkg/extism_web.js' */
/** @import { Outputs, PluginOutput } from './output.js' */

/** The kernel's status of a call that set an output, and nothing else. */
const OUTPUT = 1;

const nothing = new Uint8Array(0);

/**
 * What the host makes of a call that is more than an output: `result` is what the function returned, or threw.
 * @typedef {(name: string, result: unknown, threw: boolean) => PluginOutput | null} Settle
 */

/**
 * Calls without the host in between, which costs more than all the rest of a small call: the input goes into the kernel, the
 * function runs, the output comes out. Whatever else happens in a call is left to the host.
 */
export class DirectCalls {
  #settle;
  #outputs;
  #memory;
  #begin;
  #status;
  #outputOffset;
  #outputLength;
  /** Kernel memory; renewed when it has grown. */
  #view = nothing;

  /**
   * @param {RawPlugin} raw
   * @param {Outputs} outputs
   * @param {Settle} settle
   */
  constructor(raw, outputs, settle) {
    const [{ host_begin, host_status, host_output_offset, host_output_length }, memory] = raw.kernel;
    this.#settle = settle;
    this.#outputs = outputs;
    /** @type {WebAssembly.Memory} */
    this.#memory = memory;
    this.#begin = host_begin;
    this.#status = host_status;
    this.#outputOffset = host_output_offset;
    this.#outputLength = host_output_length;
  }

  /**
   * @param {Function} run
   * @param {string} name
   * @param {unknown} input
   * @returns {PluginOutput | null | undefined} `undefined`, and nothing done, when there is no room for the input
   */
  call(run, name, input) {
    const bytes = typeof input === 'string' ? encodeBriefly(input) : isBytes(input) && lengthOf.call(input) > 0 ? input : (readInput(input) ?? nothing);
    if (!this.#store(bytes)) return undefined;
    let result;
    try {
      result = run();
    } catch (error) {
      return this.#settle(name, error, true);
    }
    if ((result === 0 || result === undefined) && this.#status() === OUTPUT) {
      const output = this.#output();
      if (output !== undefined) return output;
    }
    return this.#settle(name, result, false);
  }

  /** @param {Uint8Array} input @returns {boolean} whether there was room */
  #store(input) {
    const length = lengthOf.call(input);
    const at = this.#begin(length) >>> 0;
    if (length === 0) return true;
    if (at === 0) return false;
    if (at + length > this.#view.length) this.#view = new Uint8Array(this.#memory.buffer);
    this.#view.set(input, at);
    return true;
  }

  /** A copy of the output; `undefined` when the engine has no memory for it, which the host has an error for. */
  #output() {
    const at = this.#outputOffset() >>> 0;
    const length = this.#outputLength() >>> 0;
    if (at + length > this.#view.length) this.#view = new Uint8Array(this.#memory.buffer);
    try {
      return this.#outputs.copy(this.#view, at, length);
    } catch {
      return undefined;
    }
  }
}
