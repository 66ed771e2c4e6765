// Very many calls, plug-ins and timeouts, with an eye on memory and workers: npm run endurance
//
// The last line printed is "N passed, N failed, N skipped"; the exit code is 0 only when all is well.
import { buildGuests } from '../../scripts/build/guests.mjs';
import { loadEngine } from '../runner/engine.mjs';
import { describeError } from '../runner/events.js';
import { pageHtml } from '../runner/page.mjs';
import { Report } from '../runner/report.mjs';
import { startServers } from '../support/server.mjs';
import { meters } from './meters.mjs';
import { readOptions, usage } from './options.mjs';

const pagePath = '/tests/endurance';
const child = { url: new URL('node-child.mjs', import.meta.url), execArgv: ['--expose-gc'] };

/**
 * Runs one mode to its end.
 * @param {import('./options.mjs').Options} options
 * @param {string} mode
 * @param {Report} report
 */
async function endure({ engine, calls, cycles, timeouts, seed, limitMs }, mode, report) {
  const run = await loadEngine(engine);
  const servers = await startServers();
  const { url, pages } = servers.main;
  const isolated = mode !== 'messages';
  const job = {
    surroundings: { engine, worker: mode !== 'main', isolated, jspi: true, serverUrl: url, otherUrl: servers.other.url },
    mode,
    calls,
    cycles,
    timeouts,
    seed,
  };
  pages.set(pagePath, { html: pageHtml(job, '/tests/endurance/page.js'), isolated });
  const overtime = new AbortController();
  const timer = setTimeout(() => overtime.abort(new Error(`it did not end within ${limitMs / 1000} s`)), limitMs);
  const onEvent = (event) => (event.type === 'line' ? console.log(`    ${event.text}`) : report.add(event));
  report.ended = false;
  try {
    await run({ job, pageUrl: url + pagePath, onEvent, signal: overtime.signal, expose: meters[engine], child });
    if (!report.ended) report.add({ type: 'problem', text: 'the run stopped before its end' });
  } catch (error) {
    report.add({ type: 'problem', text: describeError(overtime.signal.aborted ? overtime.signal.reason : error) });
  }
  clearTimeout(timer);
  await servers.close();
}

let options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}
await buildGuests();
const report = new Report();
for (const mode of options.modes) await endure(options, mode, report);
process.exitCode = report.finish() ? 0 : 1;
