import { invalidOption } from '../error.js';

/** @type {any} */
const scope = globalThis;

/** How many threads the machine runs at once, as far as the runtime tells. */
function threads() {
  const told = scope.navigator?.hardwareConcurrency ?? scope.process?.getBuiltinModule?.('node:os').availableParallelism();
  return Number.isSafeInteger(told) && told >= 1 ? told : 1;
}

/**
 * The most workers that a pool may have.
 *
 * @param {unknown} given the option `size`
 * @returns {number}
 * @throws {TypeError} when it is not a whole number of at least 1
 */
export function poolSize(given) {
  if (given === undefined || given === null) return threads();
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 1) return given;
  throw invalidOption(`options.size must be a whole number of at least 1, got ${shown(given)}`);
}

/** @param {unknown} value */
function shown(value) {
  if (typeof value === 'number' || value === null) return String(value);
  return `a value of type ${typeof value}`;
}
