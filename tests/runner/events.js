// From Mocha's events to those of the runner: plain objects, sent as they happen.

/**
 * @typedef {{type: 'suite', title: string, depth: number}
 *   | {type: 'pass', title: string, depth: number, path: string, duration: number, slow: boolean}
 *   | {type: 'fail', title: string, depth: number, path: string, text: string}
 *   | {type: 'skip', title: string, depth: number}
 *   | {type: 'problem', text: string}
 *   | {type: 'end'}} TestEvent a `problem` is a failure of no test: an uncaught error, an error on the console
 */

/**
 * A Mocha reporter that sends events.
 * @param {(event: TestEvent) => void} send
 */
export const reporter = (send) =>
  class {
    constructor(runner) {
      runner.on('suite', (suite) => {
        if (!suite.root) send({ type: 'suite', title: suite.title, depth: depth(suite) });
      });
      runner.on('pass', (test) => {
        const slow = test.duration > test.slow();
        const path = test.titlePath().join(' › ');
        send({ type: 'pass', title: test.title, depth: depth(test), path, duration: test.duration, slow });
      });
      runner.on('fail', (test, error) => {
        const path = test.titlePath().join(' › ');
        send({ type: 'fail', title: test.title, depth: depth(test), path, text: describeError(error) });
      });
      runner.on('pending', (test) => send({ type: 'skip', title: test.title, depth: depth(test) }));
    }
  };

/** What there is to say about a thrown value. */
export function describeError(error) {
  if (error === null || typeof error !== 'object') return `thrown: ${String(error)}`;
  const headline = `${error.name ?? 'Error'}: ${error.message ?? ''}`;
  const stack = typeof error.stack === 'string' ? error.stack : '';
  // Firefox's stacks begin with the first frame, the others' with the headline.
  const text = stack.includes(error.message) ? stack : `${headline}\n${stack}`;
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeError(error.cause)}`;
  return text.trimEnd() + cause;
}

function depth(runnable) {
  let count = 0;
  for (let suite = runnable.parent; suite && !suite.root; suite = suite.parent) count++;
  return count;
}
