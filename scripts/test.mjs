// npm test: set up, build, run every suite, and count. `npm test -- --only NAME` runs those whose name
// contains NAME.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { Failure, runMain } from './lib/process.mjs';
import { setupAll } from './setup.mjs';
import { report } from './test/report.mjs';
import { runSuite } from './test/run-suite.mjs';
import { suites } from './test/suites.mjs';

function only() {
  try {
    return parseArgs({ options: { only: { type: 'string' } } }).values.only;
  } catch (error) {
    throw new Failure(error.message);
  }
}

await runMain(async () => {
  const filter = only();
  await setupAll();
  await build();
  const all = await suites();
  const chosen = filter === undefined ? all : all.filter(({ name }) => name.includes(filter));
  if (chosen.length === 0) throw new Failure(`no suite is named ${filter}; there are ${all.map(({ name }) => name).join(', ')}`);
  const results = [];
  for (const suite of chosen) results.push(await runSuite(suite));
  if (chosen.length < all.length) console.log(`\npartial: ${chosen.length} of ${all.length} suites, by --only ${filter}`);
  if (!report(results)) process.exitCode = 1;
});
