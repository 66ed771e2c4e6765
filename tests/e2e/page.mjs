// Tests the playground as built, over HTTP, in real browsers: node tests/e2e/page.mjs --engine chromium|firefox [--grep TEXT]
//
// The last line printed is "N passed, N failed, N skipped". An error of the page, a line of console.error, a
// refused or failed load, and a request to another origin each fail the test in which they happen.
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { Failure, runMain } from '../../scripts/lib/process.mjs';
import { playgroundTests } from './playground/tests.mjs';
import { runTests } from './run-tests.mjs';

const engines = {
  chromium: () => import('./chromium.mjs'),
  firefox: () => import('./firefox.mjs'),
};

function choice() {
  const { engine, grep } = parseArgs({ options: { engine: { type: 'string' }, grep: { type: 'string' } } }).values;
  if (Object.hasOwn(engines, engine ?? '')) return { engine, grep };
  throw new Failure(`--engine must be one of ${Object.keys(engines).join(', ')}`);
}

await runMain(async () => {
  const { engine, grep } = choice();
  await build();
  const { launch } = await engines[engine]();
  await runTests(() => playgroundTests(engine, launch), { testTimeoutMs: 60_000, grep });
});
