// The Node side of a run: receives the job, runs the specs with Mocha, sends events.
import { register } from 'node:module';
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';
import { describeError, reporter } from './events.js';

register('./source-hooks.mjs', import.meta.url);

// A message is out only when its callback ran; the process may not exit before.
let unsent = 0;
let exit = () => {};
function send(event) {
  unsent++;
  process.send(event, () => {
    if (--unsent === 0) exit();
  });
}
const problem = (text) => send({ type: 'problem', text });

// As in browsers, an error on the console is a failure.
console.error = (...args) => problem(`console.error: ${format(...args)}`);

process.once('message', async (job) => {
  try {
    Object.assign(globalThis, { extismTest: job.surroundings });
    const mocha = new Mocha({ reporter: reporter(send), timeout: job.testTimeoutMs, forbidOnly: true });
    if (job.grep !== null) mocha.grep(new RegExp(job.grep));
    // Not loaded by Mocha, which requires them: hooks are for what is imported.
    mocha.suite.emit('pre-require', globalThis, null, mocha);
    for (const spec of job.specs) await import(pathToFileURL(spec).href);
    await new Promise((resolve) => mocha.run(resolve));
    // What a spec started and did not wait for may still fail now.
    await new Promise((resolve) => setTimeout(resolve, 50));
  } catch (error) {
    problem(describeError(error));
  }
  send({ type: 'end' });
  exit = () => process.exit(0);
});

process.on('uncaughtException', (error) => {
  // While tests run, Mocha has a listener of its own, which names the test.
  if (process.listenerCount('uncaughtException') === 1) problem(`uncaught: ${describeError(error)}`);
});
process.on('unhandledRejection', (reason) => {
  if (process.listenerCount('unhandledRejection') === 1) problem(`unhandled rejection: ${describeError(reason)}`);
});
