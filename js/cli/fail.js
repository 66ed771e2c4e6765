/** What a person asked for in a way that cannot be done. */
export class UsageError extends Error {
  /** @override */
  name = 'UsageError';
}

/** What the process ends with. */
export const exitCodes = { done: 0, failed: 1, usage: 2 };

/**
 * Says what went wrong, on standard error.
 *
 * @param {unknown} error
 * @param {boolean} isJson whether programs read it
 * @returns {number} the exit code
 */
export function report(error, isJson) {
  const { code, exitCode, message } = /** @type {{code?: string, exitCode?: number, message?: string}} */ (error ?? {});
  const isUsage = error instanceof UsageError;
  const text = message ?? String(error);
  if (isJson) console.error(JSON.stringify({ error: { code: isUsage ? 'USAGE' : (code ?? 'ERROR'), message: text, ...(exitCode !== undefined && { exitCode }) } }));
  else console.error(`error: ${text}${code && !isUsage ? ` (${code})` : ''}`);
  return isUsage ? exitCodes.usage : exitCodes.failed;
}
