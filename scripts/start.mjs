// npm start: set up, build, call a plug-in in Node, and show the playground.
//   --once       end after the call
//   --port N     the first port to try (8080)
import { parseArgs } from 'node:util';
import { buildForStart } from './build.mjs';
import { inRoot } from './lib/paths.mjs';
import { Failure, runMain } from './lib/process.mjs';
import { isolation, serve } from './lib/serve.mjs';
import { firstCall } from './start/first-call.mjs';

function options() {
  try {
    const { values } = parseArgs({ options: { once: { type: 'boolean' }, port: { type: 'string', default: '8080' } } });
    const port = Number(values.port);
    if (Number.isInteger(port) && port >= 0 && port < 65536) return { once: values.once ?? false, port };
  } catch (error) {
    throw new Failure(error.message);
  }
  throw new Failure('--port takes a number below 65536');
}

await runMain(async () => {
  const { once, port } = options();
  await buildForStart();
  await firstCall();
  if (once) return;
  const { url } = await serve({ roots: { '/': inRoot('www', 'dist') }, port, tries: 20, headers: isolation });
  console.log(`\nplayground: ${url} (Ctrl-C ends it)`);
});
