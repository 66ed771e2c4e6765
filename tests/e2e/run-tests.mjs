// Runs Mocha tests in this process, printed and counted as the suites of tests/run.mjs are.
import { config } from 'chai';
import Mocha from 'mocha';
import { reporter } from '../runner/events.js';
import { Report } from '../runner/report.mjs';

/**
 * The last line printed is "N passed, N failed, N skipped"; the exit code is 0 only when all is well.
 * @param {() => void} define calls `describe` and `it`
 * @param {{testTimeoutMs: number, grep?: string}} options `grep`: only tests whose title has this text
 */
export async function runTests(define, { testTimeoutMs, grep }) {
  // The values that differ, in full: what an app printed, or a page said.
  config.truncateThreshold = 0;
  const report = new Report();
  const mocha = new Mocha({ reporter: reporter((event) => report.add(event)), timeout: testTimeoutMs, slow: testTimeoutMs, forbidOnly: true, ...(grep && { fgrep: grep }) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  define();
  await new Promise((resolve) => mocha.run(resolve));
  report.add({ type: 'end' });
  process.exitCode = report.finish() ? 0 : 1;
}
