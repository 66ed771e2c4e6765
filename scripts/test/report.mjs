// The table at the end of `npm test`, and its closing line.

const heads = ['suite', 'engine', 'passed', 'failed', 'skipped', 'seconds', ''];

const row = ({ suite, counts, seconds, problems }) =>
  suite.notHere
    ? [suite.name, suite.engine, '-', '-', '-', '-', `not run here: ${suite.notHere}`]
    : [suite.name, suite.engine, counts.passed, counts.failed, counts.skipped, seconds.toFixed(1), problems.join(', ')];

/**
 * Print the table and, alone on the last line, `N passed, N failed`. What is wrong with a suite beyond its
 * failed tests counts as a failure, so that the line agrees with the exit code. Before the table the ends of the suites
 * that failed are printed once more: a log is often read from its end, and cut.
 * @param {import('./run-suite.mjs').Result[]} results
 * @param {{jobs: number, seconds: number}} run how many suites ran at the same time, and how long all took
 * @returns {boolean} whether all is well
 */
export function report(results, { jobs, seconds }) {
  const byName = results.toSorted((a, b) => (a.suite.name < b.suite.name ? -1 : 1));
  const rows = [heads, ...byName.map(row)].map((cells) => cells.map(String));
  const widths = heads.map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  for (const { suite, ending } of byName.filter(isBad)) console.log(`\n=== once more, the end of ${suite.name}\n${ending}`);
  console.log();
  for (const cells of rows) console.log(cells.map((cell, column) => pad(cell, widths[column], column)).join('  ').trimEnd());
  const passed = sum(results.map(({ counts }) => counts.passed));
  const failed = sum(results.map(({ counts, problems }) => counts.failed + problems.length));
  console.log(`\n${results.length} suites in ${seconds.toFixed(0)} s, ${jobs} at a time`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

const isBad = ({ counts, problems }) => counts.failed + problems.length > 0;

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Text to the left, numbers to the right. */
const pad = (cell, width, column) => (column >= 2 && column <= 5 ? cell.padStart(width) : cell.padEnd(width));
