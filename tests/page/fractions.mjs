import { random } from '../support/random.js';

/** @param {number} seed @returns {() => number} from 0 to below 1 */
export function fractions(seed) {
  const next = random(seed);
  return () => next(2 ** 24) / 2 ** 24;
}
