// The page in which specs run in a browser, and what counts as a failure of it.
import { importMap, sourceOf } from './import-map.mjs';

/** The path of the page on the test server. */
export const pagePath = '/tests/page';

/**
 * The page's text. Everything it loads comes from the test server.
 * @param {import('./engine.mjs').Job} job
 * @param {string} [script] the module that runs the job
 */
export const pageHtml = (job, script = '/tests/runner/page.js') => `<!doctype html>
<meta charset="utf-8">
<title>Tests</title>
<link rel="icon" href="data:,">
<script type="importmap">${inline({ imports: importMap(sourceOf) })}</script>
<script>globalThis.extismTest = ${inline(job.surroundings)}; globalThis.extismJob = ${inline(job)};</script>
<script src="/node_modules/mocha/mocha.js"></script>
<script type="module" src="${script}"></script>
`;

const inline = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * Whether a line of the page's console fails the run: every error does, but for the browser's own remark
 * about a status, or a connection that ends, that a test asked the server for.
 * @param {{type: string, text: string, url?: string}} line
 */
export function isProblem({ type, text, url }) {
  if (type !== 'error') return false;
  const path = url !== undefined && URL.canParse(url) ? new URL(url).pathname : '';
  const remark = text.startsWith('Failed to load resource: ');
  const ofStatus = path.startsWith('/http/') && text.includes(': the server responded with a status of');
  return !(remark && (ofStatus || path.startsWith('/http/cut/')));
}

/**
 * Resolves with the run's last event, rejects when `signal` aborts or `fail` is called.
 * @param {import('./engine.mjs').Run} run
 */
export function untilEnd({ onEvent, signal }) {
  /** @type {(error: Error) => void} */
  let fail = () => {};
  /** @type {() => void} */
  let finish = () => {};
  const ended = new Promise((resolve, reject) => {
    finish = () => resolve(undefined);
    fail = reject;
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Awaited only once the page is loading; a failure before that is not an unhandled one.
  ended.catch(() => {});
  return {
    ended,
    fail,
    /** Takes an event as the page sends it, in JSON. @param {string} json */
    receive(json) {
      const event = JSON.parse(json);
      onEvent(event);
      if (event.type === 'end') finish();
    },
  };
}
