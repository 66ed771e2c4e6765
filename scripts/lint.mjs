// npm run lint: format, clippy, documentation and types; every one of them even if one fails.
import { build } from './build.mjs';
import { Failure, runMain, shown, stream } from './lib/process.mjs';
import { since } from './lib/steps.mjs';
import { checks } from './lint/checks.mjs';
import { setupLint } from './setup.mjs';

await runMain(async () => {
  await setupLint();
  // The types of js/ rest on pkg/, which is built.
  await build();
  const failed = [];
  for (const { name, command, env } of checks()) {
    const start = performance.now();
    const [program, ...args] = command;
    const { code } = await stream(program, args, { env });
    console.log(`lint: ${name.padEnd(24)} ${code === 0 ? 'ok' : 'FAILED'} ${since(start)}`);
    if (code !== 0) failed.push(`${name} (${shown(program, args)})`);
  }
  if (failed.length > 0) throw new Failure(`lint: ${failed.join('; ')}`);
});
