/** @typedef {'INVALID_MANIFEST' | 'INVALID_OPTION' | 'INVALID_WASM' | 'FETCH' | 'LINK' | 'FUNCTION_NOT_FOUND' | 'NOT_A_FUNCTION' | 'SIGNATURE' | 'INVALID_INPUT' | 'REENTRANT' | 'CLOSED' | 'TRAP' | 'STACK_OVERFLOW' | 'EXIT_CODE' | 'PLUGIN_ERROR' | 'BAD_HANDLE' | 'MEMORY_LIMIT' | 'VAR_LIMIT' | 'HASH_MISMATCH' | 'HOST_FUNCTION' | 'HTTP' | 'HTTP_DENIED' | 'HTTP_LIMIT' | 'UNSUPPORTED' | 'TIMEOUT' | 'ABORTED' | 'WORKER' | 'WASI' | 'FILES' | 'HOST_LOAD' | 'NOT_INITIALIZED'} ErrorCode what went wrong; docs/errors.md says when */

/**
 * A failure of the host or of a plug-in.
 *
 * `code` is stable and meant for programs, `message` for people. Misuse of types (a manifest, option or input of the
 * wrong kind) is a `TypeError` with a `code` instead.
 */
export class PluginError extends Error {
  /**
   * Defined and not set, which a frozen `Error.prototype` would not let.
   * @override
   */
  name = 'PluginError';

  /**
   * @param {string} message
   * @param {ErrorCode} code
   * @param {number} [exitCode] the non-zero code that the plug-in's function returned
   * @param {unknown} [cause] the original error, for example the trap
   */
  constructor(message, code, exitCode, cause) {
    super(message, cause === undefined ? undefined : { cause });
    /** @type {ErrorCode} */
    this.code = code;
    /** @type {number | undefined} */
    this.exitCode = exitCode;
  }
}

/**
 * The error of an option of a wrong type or value.
 * @param {string} message
 */
export function invalidOption(message) {
  return Object.assign(new TypeError(message), { code: 'INVALID_OPTION' });
}
