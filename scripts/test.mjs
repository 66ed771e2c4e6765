// npm test: set up, build, run every suite, as many side by side as there are cores, and count.
//
//   npm test -- --only NAME      those whose name contains NAME (may be given more than once)
//   npm test -- --changed        what the changes since the last commit can touch; with --since REV, all changes since then
//   npm test -- --jobs N         N suites at the same time
import { build } from './build.mjs';
import { Failure, runMain } from './lib/process.mjs';
import { setupTest } from './setup.mjs';
import { changedFiles, touched } from './test/changed.mjs';
import { readOptions } from './test/options.mjs';
import { report } from './test/report.mjs';
import { sideBySide } from './test/side-by-side.mjs';
import { suites } from './test/suites.mjs';
import { byDuration, rememberDurations } from './test/durations.mjs';

/**
 * The suites that the command line asks for.
 * @param {import('./test/suites.mjs').Suite[]} all
 * @param {import('./test/options.mjs').Options} options
 */
function choose(all, { only, since }) {
  const named = only.length === 0 ? all : all.filter(({ name }) => only.some((part) => name.includes(part)));
  if (named.length === 0) throw new Failure(`no suite is named ${only.join(' or ')}; there are ${all.map(({ name }) => name).join(', ')}`);
  return since === undefined ? named : touched(named, changedFiles(since));
}

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  await setupTest();
  await build();
  const all = await suites();
  const chosen = choose(all, options);
  if (chosen.length === 0) return console.log(`no suite is touched by what changed since ${options.since}`);
  const start = performance.now();
  const results = await sideBySide(byDuration(chosen), options.jobs);
  rememberDurations(results);
  if (chosen.length < all.length) console.log(`\npartial: ${chosen.length} of ${all.length} suites`);
  if (!report(results, { jobs: options.jobs, seconds: (performance.now() - start) / 1000 })) process.exitCode = 1;
});
