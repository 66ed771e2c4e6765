import { PluginError } from '../../error.js';

/** More than what it takes to talk with the page. */
const FRAMES = 120;

/** @param {number} frames @returns {number} */
const deep = (frames) => (frames === 0 ? 0 : 1 + deep(frames - 1));

/** Made beforehand: there may be no room to make it. */
const overflow = new PluginError('Plugin error: the plug-in ran out of stack', 'STACK_OVERFLOW');

/**
 * A plug-in that is about to run out of stack does so here, where nothing has begun, and not in the middle of a talk with the page, of
 * which the one side would know nothing then.
 * @throws {PluginError} STACK_OVERFLOW
 */
export function needStack() {
  try {
    deep(FRAMES);
  } catch {
    throw overflow;
  }
}
