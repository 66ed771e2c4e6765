// Runs specs in a Node process of their own, which may hang or die.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const specs = { url: new URL('node-child.mjs', import.meta.url), execArgv: [] };

/** @type {import('./engine.mjs').Engine} */
export async function run({ job, onEvent, signal, child: { url, execArgv } = specs }) {
  const child = fork(fileURLToPath(url), {
    execArgv,
    serialization: 'json',
    // SIGTERM would wait for a spec that never gives up the thread.
    killSignal: 'SIGKILL',
    signal,
  });
  child.on('message', onEvent);
  child.send(job);
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, killer) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`the Node process ended with ${killer ?? `code ${code}`}`));
    });
  });
}
