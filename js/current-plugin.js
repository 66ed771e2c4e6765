import { invalidInput, readData } from './bytes.js';
import { PluginError } from './error.js';
import { PluginOutput } from './output.js';
import { decode, encode } from './text.js';

/** @import { Application } from './application.js' */
/** @import { HostBridge } from './bridge.js' */
/** @import { LogLevel } from './types.js' */

/**
 * @param {bigint | number} value
 * @returns {bigint} an unsigned 64-bit number
 */
function toHandle(value) {
  if (typeof value === 'bigint') return BigInt.asUintN(64, value);
  if (Number.isSafeInteger(value)) return BigInt.asUintN(64, BigInt(value));
  throw invalidInput(`a handle or a size must be a BigInt or a whole number, got ${String(value)}`);
}

/**
 * @param {string} what
 * @param {unknown} value
 * @returns {string}
 */
function toName(what, value) {
  if (typeof value === 'string') return value;
  throw invalidInput(`${what} must be a string, got ${value === null ? 'null' : typeof value}`);
}

/** @param {unknown} name of a var */
const toVarName = (name) => encode(toName('the name of a variable', name));

/** @param {Uint8Array | null | undefined} bytes */
const output = (bytes) => (bytes ? new PluginOutput(/** @type {ArrayBuffer} */ (bytes.buffer)) : null);

/**
 * What a host function may do with the plug-in that called it, until the plug-in is closed. After the call, as after `reset`,
 * the blocks of the call are gone: their handles read as `null`.
 *
 * Handles are the addresses of blocks in kernel memory, `BigInt`s as the plug-in passes them.
 */
export class CurrentPlugin {
  /** What it works through, and what keeps the plug-in from being dropped as long as somebody has this. */
  #held;
  #hostContext;
  #ended = false;

  /**
   * @internal
   * @param {HostBridge} bridge
   * @param {Application} application
   * @param {unknown} hostContext
   */
  constructor(bridge, application, hostContext) {
    this.#held = { bridge, application };
    this.#hostContext = hostContext;
  }

  /** @internal The call is over. */
  end() {
    this.#ended = true;
    this.#hostContext = null;
  }

  /** What it works on. */
  get #host() {
    return this.#held.bridge.host;
  }

  /** The same, to write to kernel memory. */
  get #writable() {
    const { bridge } = this.#held;
    if (bridge.isAway) throw new PluginError('plugin is not reentrant: its worker is running a call, and its memory can be changed by host functions of that call, or after it', 'REENTRANT');
    return bridge.host;
  }

  /** The same, to change what the other side of a plug-in in a worker has, too. */
  get #changing() {
    const { bridge } = this.#held;
    bridge.isChanged = true;
    return bridge.host;
  }

  /**
   * What the application passed to `plugin.call` beside the input; `null` when the call is over.
   * @template [T=any]
   * @returns {T}
   */
  hostContext() {
    return /** @type {T} */ (this.#hostContext);
  }

  /**
   * A copy of the bytes of a block; an empty output for the handle 0, which is what a plug-in has for no bytes. A block that
   * an import or the plug-in freed can be read for a while, as most plug-ins do not know which imports free what.
   * @param {bigint | number} handle
   * @returns {PluginOutput | null} `null` for what is no such block, or was freed by `free`
   */
  read(handle) {
    return output(this.#host.read(toHandle(handle)));
  }

  /**
   * The same as text, malformed UTF-8 replaced. Nothing is copied but what the text is made of: for large blocks faster than
   * `read(handle).text()`.
   * @param {bigint | number} handle
   * @returns {string | null} `null` for what `read` gives `null` for
   */
  readText(handle) {
    return this.#host.readText(toHandle(handle)) ?? null;
  }

  /**
   * The bytes of a block where they are, for a host function to read or write without a copy. They are gone when the function returns (for
   * an `async function`, when its promise is settled) and when it stores, allocates or frees: the array is empty from then on. `buffer` of
   * the array is all of kernel memory.
   *
   * What cannot be taken back is a copy instead: where the plug-in's worker shares its memory with the page, and outside of host functions.
   * @param {bigint | number} handle
   * @returns {Uint8Array | null} empty for the handle 0; `null` for what `read` gives `null` for
   */
  view(handle) {
    return this.#held.bridge.lend(this.#writable, toHandle(handle)) ?? null;
  }

  /**
   * Stores text or bytes in a new block.
   * @param {string | ArrayBuffer | ArrayBufferView} data
   * @returns {bigint} its handle; 0 for no bytes
   */
  store(data) {
    return this.#writable.store(readData('the data to store', data));
  }

  /**
   * A new block of zeros.
   * @param {bigint | number} size in bytes
   * @returns {bigint} its handle
   */
  alloc(size) {
    return this.#writable.alloc(toHandle(size));
  }

  /**
   * Changes a block: puts text or bytes in the place of those that it has, from its beginning.
   * @param {bigint | number} handle
   * @param {string | ArrayBuffer | ArrayBufferView} data no longer than the block
   * @throws {PluginError} BAD_HANDLE for what is no live block, or a shorter one
   */
  write(handle, data) {
    this.#writable.write(toHandle(handle), readData('the data to write', data));
  }

  /** @param {bigint | number} handle */
  free(handle) {
    this.#writable.freeBlock(toHandle(handle));
  }

  /**
   * The length of a block in bytes.
   * @param {bigint | number} handle
   * @returns {bigint} 0 for what `read` gives `null` for
   */
  length(handle) {
    return BigInt(this.#host.length(toHandle(handle)));
  }

  /**
   * Makes the call fail with a message, as if the plug-in had set it; nothing or `null` takes that back. When the call is
   * over, nothing happens.
   * @param {string | Error | null} [error]
   */
  setError(error) {
    const message = error instanceof Error ? error.message : error;
    const text = message === undefined || message === null ? undefined : encode(String(message));
    if (!this.#ended) this.#writable.setError(text);
  }

  /**
   * The message that this call fails with as things stand, set by the plug-in or by `setError`.
   * @returns {string | null} `null` when no error is set
   */
  getError() {
    const { error } = this.#host;
    return error === 0 ? null : this.readText(error);
  }

  /** The names of the plug-in's vars, in no particular order. @returns {string[]} */
  getVariableNames() {
    // Each is the length of its name, the name, the length of its value, the value.
    const bytes = this.#host.allVars();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const names = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + 4 + view.getUint32(at, true);
      names.push(decode(bytes.subarray(at + 4, end)));
      at = end + 4 + view.getUint32(end, true);
    }
    return names;
  }

  /**
   * @param {string} name
   * @returns {PluginOutput | null} a copy of the var's value
   */
  getVariable(name) {
    return output(this.#host.getVariable(toVarName(name)));
  }

  /**
   * @param {string} name
   * @param {string | ArrayBuffer | ArrayBufferView} value
   * @throws {PluginError} VAR_LIMIT
   */
  setVariable(name, value) {
    this.#changing.setVariable(toVarName(name), readData("a variable's value", value));
  }

  /** @param {string} name */
  deleteVariable(name) {
    this.#changing.deleteVariable(toVarName(name));
  }

  /** The level of the plug-in's log. @type {LogLevel} */
  get logLevel() {
    return /** @type {LogLevel} */ (this.#host.logLevel);
  }

  set logLevel(level) {
    this.#changing.logLevel = toName('the log level', level);
  }
}
