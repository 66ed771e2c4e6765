/**
 * A failure of the host or of a plug-in.
 *
 * `code` is stable and meant for programs, `message` for people. Misuse of types (a manifest, option or input of the
 * wrong kind) is a `TypeError` with a `code` instead.
 */
export class PluginError extends Error {
  /**
   * @param {string} message
   * @param {string} code one word in capitals, for example `FUNCTION_NOT_FOUND`
   * @param {number} [exitCode] the non-zero code that the plug-in's function returned
   * @param {unknown} [cause] the original error, for example the trap
   */
  constructor(message, code, exitCode, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PluginError';
    /** @type {string} */
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
