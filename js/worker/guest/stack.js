/** More than what it takes to talk with the page. */
const FRAMES = 120;

/** @param {number} frames @returns {number} */
const deep = (frames) => (frames === 0 ? 0 : 1 + deep(frames - 1));

/**
 * A plug-in that is about to run out of stack does so here, where nothing has begun, and not in the middle of a talk with the page, of
 * which the one side would know nothing then.
 * @throws {RangeError}
 */
export const needStack = () => void deep(FRAMES);
