// The browser's side of a run: loads the specs, runs them with Mocha, sends events.
import { describeError, reporter } from './events.js';

const { extismJob: job, extismReport, mocha } = /** @type {any} */ (globalThis);

const send = (event) => extismReport(JSON.stringify(event));
const problem = (text) => send({ type: 'problem', text });

// Mocha turns uncaught errors into failures of the running test, but neither rejections nor what happens
// outside of the tests.
addEventListener('unhandledrejection', (event) => problem(`unhandled rejection: ${describeError(event.reason)}`));
addEventListener('error', (event) => problem(`uncaught: ${describeError(event.error ?? event.message)}`));

try {
  mocha.setup({ ui: 'bdd', reporter: reporter(send), timeout: job.testTimeoutMs, forbidOnly: true });
  if (job.grep !== null) mocha.grep(new RegExp(job.grep));
  for (const spec of job.specs) await import(`/${spec}`);
  await new Promise((resolve) => mocha.run(resolve));
  // What a spec started and did not wait for may still fail now.
  await new Promise((resolve) => setTimeout(resolve, 50));
} catch (error) {
  problem(describeError(error));
}
await send({ type: 'end' });
