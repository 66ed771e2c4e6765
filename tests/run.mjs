// Runs the specs of tests/suite in Node or in a real browser: node tests/run.mjs --engine node|chromium|firefox
//
// The last line printed is "N passed, N failed, N skipped". The exit code is 0 only when tests ran, all of
// them passed, none was skipped, nothing went wrong outside of them, and the run came to its end.
import { buildGuests } from '../scripts/build/guests.mjs';
import { loadEngine } from './runner/engine.mjs';
import { describeError } from './runner/events.js';
import { readOptions, usage } from './runner/options.mjs';
import { pageHtml, pagePath } from './runner/page.mjs';
import { Report } from './runner/report.mjs';
import { findSpecs } from './runner/specs.mjs';
import { startServers } from './support/server.mjs';

/** How long a test may take that does not say otherwise: every plug-in in a worker starts one. */
const testTimeoutMs = { main: 10_000, worker: 30_000 };

/**
 * @param {import('./runner/options.mjs').Options} options
 * @param {string[]} specs
 * @returns {Promise<boolean>} whether all is well
 */
async function main(options, specs) {
  await buildGuests();
  const run = await loadEngine(options.engine);
  const servers = await startServers({ jspi: options.jspi });
  const job = {
    surroundings: {
      engine: options.engine,
      worker: options.worker,
      isolated: options.isolated,
      jspi: options.jspi,
      serverUrl: servers.main.url,
      otherUrl: servers.other.url,
    },
    specs,
    grep: options.grep,
    testTimeoutMs: testTimeoutMs[options.worker ? 'worker' : 'main'],
  };
  servers.main.pages.set(pagePath, { html: pageHtml(job), isolated: options.isolated });

  const report = new Report();
  const overtime = new AbortController();
  const timer = setTimeout(() => {
    overtime.abort(new Error(`the run did not end within ${options.timeoutMs / 1000} s`));
  }, options.timeoutMs);
  try {
    const onEvent = (event) => report.add(event);
    await run({ job, pageUrl: servers.main.url + pagePath, onEvent, signal: overtime.signal });
    if (!report.ended) report.add({ type: 'problem', text: 'the run stopped before its end' });
  } catch (error) {
    report.add({ type: 'problem', text: describeError(overtime.signal.aborted ? overtime.signal.reason : error) });
  }
  clearTimeout(timer);
  await servers.close();
  return report.finish();
}

let options;
let specs;
try {
  options = readOptions(process.argv.slice(2));
  specs = findSpecs(options.specs, options);
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}
try {
  process.exitCode = (await main(options, specs)) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
