// Running suites at the same time.
import { runSuite } from './run-suite.mjs';

/**
 * Runs the suites, `jobs` at a time, beginning with the first. One at a time, what they print is shown as it comes; else
 * in one piece when a suite ends, so that nothing is mixed up.
 * @param {import('./suites.mjs').Suite[]} suites
 * @param {number} jobs
 * @returns {Promise<import('./run-suite.mjs').Result[]>} in the order in which they ended
 */
export async function sideBySide(suites, jobs) {
  const waiting = [...suites];
  /** @type {import('./run-suite.mjs').Result[]} */
  const results = [];
  const work = async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      const result = await runSuite(suite, { live: jobs === 1 });
      results.push(result);
      if (jobs > 1) console.log(`=== ${results.length} of ${suites.length} suites are done`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, suites.length) }, work));
  return results;
}
