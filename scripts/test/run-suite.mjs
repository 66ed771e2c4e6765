// Running one suite and judging it.
import { stream } from '../lib/process.mjs';
import { countTests } from './count.mjs';

/**
 * @typedef {object} Result
 * @property {import('./suites.mjs').Suite} suite
 * @property {import('./count.mjs').Counts} counts
 * @property {number} seconds
 * @property {string[]} problems why the suite as a whole failed, beyond its failed tests; empty when it did not
 * @property {string} ending the last that it printed, where suites tell what failed
 */

/** How many lines of a suite's output are kept. */
const ENDING = 80;

/**
 * @param {import('./suites.mjs').Suite} suite
 * @param {{live: boolean}} how whether its output is shown as it comes
 * @returns {Promise<Result>}
 */
export async function runSuite(suite, { live }) {
  if (suite.notHere) return { suite, counts: { passed: 0, failed: 0, skipped: 0 }, seconds: 0, problems: [], ending: '' };
  const title = `=== ${suite.name} (${suite.engine})`;
  console.log(live ? `\n${title}` : `${title} begins`);
  const [program, ...args] = suite.command;
  const start = performance.now();
  const { code, output } = await stream(program, args, { env: suite.env, onText: live ? undefined : () => {} });
  const seconds = (performance.now() - start) / 1000;
  const counts = countTests(output);
  if (!live) console.log(`\n${title}, ${seconds.toFixed(1)} s\n${output.trimEnd()}`);
  const ending = output.trimEnd().split('\n').slice(-ENDING).join('\n');
  return { suite, counts, seconds, problems: judge(code, counts), ending };
}

/** A suite is good only if it ended well, ran something, and skipped nothing. */
function judge(code, { passed, failed, skipped }) {
  const problems = [];
  if (code !== 0 && failed === 0) problems.push(`ended with ${code}`);
  if (code === 0 && failed > 0) problems.push('ended with 0 although tests failed');
  if (passed + failed === 0) problems.push('ran no test');
  if (skipped > 0) problems.push(`skipped ${skipped}`);
  return problems;
}
