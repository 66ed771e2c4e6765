// What there is to say of anything that may be thrown. Nothing of it is trusted to be what it should: a getter may throw, a
// cause may be its own cause.

/**
 * @typedef {object} ErrorFacts
 * @property {string} message
 * @property {string} [code]
 * @property {number} [exitCode]
 * @property {string} [stack]
 * @property {string[]} causes the messages of its causes, the nearest first
 */

/** More is cut off (characters). */
const LONGEST = 20_000;
const MOST_CAUSES = 10;

const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text);

/** A property of anything. */
function read(value, name) {
  try {
    return value === null || value === undefined ? undefined : value[name];
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
function messageOf(value) {
  const message = read(value, 'message');
  if (typeof message === 'string' && message !== '') return cut(message);
  try {
    return cut(String(value));
  } catch {
    return 'something that cannot be shown';
  }
}

/** @param {unknown} thrown @returns {ErrorFacts} */
export function errorFacts(thrown) {
  const causes = [];
  const seen = new Set([thrown]);
  for (let cause = read(thrown, 'cause'); cause !== undefined && cause !== null && !seen.has(cause) && causes.length < MOST_CAUSES; cause = read(cause, 'cause')) {
    seen.add(cause);
    causes.push(messageOf(cause));
  }
  const code = read(thrown, 'code');
  const exitCode = read(thrown, 'exitCode');
  const stack = read(thrown, 'stack');
  return {
    message: messageOf(thrown),
    causes,
    ...(typeof code === 'string' && { code }),
    ...(typeof exitCode === 'number' && { exitCode }),
    ...(typeof stack === 'string' && stack !== '' && { stack: cut(stack) }),
  };
}
