// The browser's side: runs the rounds in the page.
import { describeError } from '../events.js';

const { extismJob: job, extismMeasure, extismReport } = /** @type {any} */ (globalThis);

const send = (event) => extismReport(JSON.stringify(event));
const problem = (text) => send({ type: 'problem', text });
addEventListener('unhandledrejection', (event) => problem(`unhandled rejection: ${describeError(event.reason)}`));
addEventListener('error', (event) => problem(`uncaught: ${describeError(event.error ?? event.message)}`));

try {
  const { run } = await import(job.module);
  await run(job, { send, measure: () => extismMeasure() });
} catch (error) {
  problem(describeError(error));
}
await send({ type: 'end' });
