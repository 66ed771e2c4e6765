/** @import { RawPlugin } from '../pkg/extism_web.js' */
/** @import { Outputs, PluginOutput } from './output.js' */

/** The kernel's status of a call that set an output, and nothing else. */
const OUTPUT = 1;

/**
 * Calls without the host in between, which costs more than all the rest of a small call: the input goes into the kernel, the
 * function runs, the output comes out. Whatever else happens in a call is left to the host.
 */
export class DirectCalls {
  #raw;
  #outputs;
  #memory;
  #begin;
  #status;
  #outputOffset;
  #outputLength;
  /** Kernel memory; renewed when it has grown. */
  #view = new Uint8Array(0);

  /**
   * @param {RawPlugin} raw
   * @param {Outputs} outputs
   */
  constructor(raw, outputs) {
    const { host_begin, host_status, host_output_offset, host_output_length } = raw.kernel;
    this.#raw = raw;
    this.#outputs = outputs;
    this.#memory = raw.kernelMemory;
    this.#begin = host_begin;
    this.#status = host_status;
    this.#outputOffset = host_output_offset;
    this.#outputLength = host_output_length;
  }

  /**
   * Begins a call.
   * @param {Uint8Array} input
   * @returns {boolean} false when there is no room for the input
   */
  begin(input) {
    const { length } = input;
    const at = this.#begin(length) >>> 0;
    if (length === 0) return true;
    if (at === 0) return false;
    if (at + length > this.#view.length) this.#view = new Uint8Array(this.#memory.buffer);
    this.#view.set(input, at);
    return true;
  }

  /**
   * Runs the function and takes the output.
   * @param {Function} run
   * @param {string} name
   * @returns {PluginOutput | null}
   */
  finish(run, name) {
    let result;
    try {
      result = run();
    } catch (error) {
      return this.#outputs.make(this.#raw.settle(name, error, true));
    }
    if ((result === 0 || result === undefined) && this.#status() === OUTPUT) {
      const output = this.#output();
      if (output !== undefined) return output;
    }
    return this.#outputs.make(this.#raw.settle(name, result, false));
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
