import { PluginError } from '../error.js';

/** @import { ErrorCode } from '../error.js' */

/**
 * An error as it travels from the worker to the page: structured cloning would lose its class and its properties.
 *
 * @typedef {object} Failure
 * @property {boolean} [thrown] a host function on the page threw it, and the page has it
 * @property {unknown} [value] what was thrown, when it was no error
 * @property {string} [type] the name of its class
 * @property {string} [name]
 * @property {string} [message]
 * @property {string} [stack]
 * @property {string} [code]
 * @property {number} [exitCode]
 * @property {Failure} [cause]
 */

/** How many causes of causes travel with an error. */
const MAX_DEPTH = 8;

/** How Bun and Deno name a script of ours in stacks: by the whole text, in Deno shortened. */
const ownScript = /data:text\/javascript;base64,[\w+/=.]+/g;

/** Stands in the worker for what a host function threw on the page. */
export const thrownOnPage = Object.freeze({ toString: () => 'thrown by a host function' });

/** The classes whose instances arrive as such. @type {Record<string, new (message: string) => Error>} */
const classes = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  CompileError: WebAssembly.CompileError,
  LinkError: WebAssembly.LinkError,
  RuntimeError: WebAssembly.RuntimeError,
};

/**
 * @param {any} error
 * @param {number} [depth]
 * @returns {Failure}
 */
export function encodeFailure(error, depth = 0) {
  if (error === thrownOnPage) return { thrown: true };
  if (!(error instanceof Error)) return { value: cloneable(error) };
  const { name, message, stack, code, exitCode, cause } = /** @type {PluginError} */ (error);
  const type = error instanceof PluginError ? 'PluginError' : Object.keys(classes).find((known) => error instanceof classes[known]);
  return {
    type,
    name: String(name),
    message: String(message),
    stack: typeof stack === 'string' ? stack.replace(ownScript, 'extism-web/worker') : undefined,
    code: typeof code === 'string' ? code : undefined,
    exitCode: typeof exitCode === 'number' ? exitCode : undefined,
    cause: cause === undefined || depth === MAX_DEPTH ? undefined : encodeFailure(cause, depth + 1),
  };
}

/** @param {unknown} value */
function cloneable(value) {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}

/**
 * @param {Failure} failure
 * @param {{value: unknown}} [thrown] what a host function threw
 * @returns {unknown}
 */
export function decodeFailure(failure, thrown) {
  if (failure.thrown === true) return thrown?.value;
  if (failure.message === undefined) return failure.value;
  const { type, name, message, stack, code, exitCode } = failure;
  const cause = failure.cause && decodeFailure(failure.cause, thrown);
  if (type === 'PluginError') return withStack(new PluginError(message, /** @type {ErrorCode} */ (code), exitCode, cause), stack);
  const error = withStack(new (classes[type ?? ''] ?? Error)(message), stack);
  // Defined and not set, as in `PluginError`.
  if (name !== undefined && error.name !== name) Object.defineProperty(error, 'name', { value: name, writable: true, configurable: true });
  return Object.assign(error, code !== undefined && { code }, exitCode !== undefined && { exitCode }, cause !== undefined && { cause });
}

/** @template {Error} T @param {T} error @param {string | undefined} stack */
function withStack(error, stack) {
  if (stack !== undefined) error.stack = stack;
  return error;
}
