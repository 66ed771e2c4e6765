// The playground's logic, without a page: node tests/page/run.mjs. The last line printed is "N passed, N failed, N skipped".
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runMain } from '../../scripts/lib/process.mjs';
import { runTests } from '../e2e/run-tests.mjs';

await runMain(async () => {
  const folder = new URL('.', import.meta.url);
  const specs = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('-tests.mjs'));
  const defined = await Promise.all(specs.sort().map((name) => import(new URL(name, folder).href)));
  await runTests(
    () => {
      for (const { define } of defined) define();
    },
    { testTimeoutMs: 30_000 },
  );
});
