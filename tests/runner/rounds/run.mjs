// Runs that are no specs: a module's own rounds, in a page or in a Node process of its own, with an eye on memory.
import { loadEngine } from '../engine.mjs';
import { describeError } from '../events.js';
import { pageHtml } from '../page.mjs';
import { startServers } from '../../support/server.mjs';
import { meters } from './meters.mjs';

const pagePath = '/tests/rounds';
const child = { url: new URL('node-child.mjs', import.meta.url), execArgv: ['--expose-gc'] };

/** The ways in which plug-ins run, by engine. Node always has shared memory. */
export const modes = {
  node: ['main', 'shared'],
  chromium: ['main', 'shared', 'messages'],
  firefox: ['main', 'shared', 'messages'],
};

/**
 * What the rounds are given besides their job: where events go, and how memory and workers are measured.
 * @typedef {{send: (event: object) => unknown, measure: () => Promise<import('./meters.mjs').Measure>}} Means
 */

/**
 * Runs a module's `run(job, means)` to its end.
 * @param {object} what
 * @param {string} what.engine
 * @param {string} what.mode
 * @param {string} what.module its path from the repository's root, with a slash at its beginning
 * @param {object} what.job anything that JSON can say
 * @param {number} what.limitMs how long it may take
 * @param {import('../report.mjs').Report} report
 * @param {(event: any) => unknown} [onEvent] events that are not the report's
 */
export async function runRounds({ engine, mode, module, job, limitMs }, report, onEvent = () => {}) {
  const run = await loadEngine(engine);
  const servers = await startServers();
  const { url, pages } = servers.main;
  const isolated = mode !== 'messages';
  const all = {
    ...job,
    mode,
    module,
    surroundings: { engine, worker: mode !== 'main', isolated, jspi: true, serverUrl: url, otherUrl: servers.other.url },
  };
  pages.set(pagePath, { html: pageHtml(all, '/tests/runner/rounds/page.js'), isolated });
  const overtime = new AbortController();
  const timer = setTimeout(() => overtime.abort(new Error(`it did not end within ${limitMs / 1000} s`)), limitMs);
  const take = (event) => {
    if (event.type === 'line') console.log(`    ${event.text}`);
    else report.add(event);
    onEvent(event);
  };
  report.ended = false;
  try {
    await run({ job: all, pageUrl: url + pagePath, onEvent: take, signal: overtime.signal, expose: meters[engine], child });
    if (!report.ended) report.add({ type: 'problem', text: 'the run stopped before its end' });
  } catch (error) {
    report.add({ type: 'problem', text: describeError(overtime.signal.aborted ? overtime.signal.reason : error) });
  }
  clearTimeout(timer);
  await servers.close();
}
