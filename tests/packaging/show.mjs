// Opens a page that was made of the installed package, and looks at what it shows.
import { expect } from 'chai';
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { Visit } from '../e2e/visit.mjs';
import { answer, workersAnswer } from './answer.mjs';

/** The strict policy, with more sources of scripts. @param {string[]} sources */
export const policyWith = (...sources) => strictPolicy.replace("'wasm-unsafe-eval'", ["'wasm-unsafe-eval'", ...sources].join(' '));

/**
 * What is served, and how.
 * @typedef {{root: string, page: string, policy: string}} Served `page` is a path from the root; the policy goes with
 *   every file, also a worker's script
 */

/**
 * Serves a folder under a policy, and checks that a page of it shows the answer, without an error and without a
 * request to anywhere else.
 * @param {import('../e2e/visit.mjs').Browser} browser
 * @param {Served} options
 */
export const showsAnswer = (browser, options) => shows(browser, options, {}, answer);

/**
 * The same of an app with workers: where memory can be shared with them, and where it cannot.
 * @param {import('../e2e/visit.mjs').Browser} browser
 * @param {Served & {before?: string}} options `before` is what the app shows before the workers' answers
 */
export async function showsWorkers(browser, { before = '', ...options }) {
  await shows(browser, options, {}, `${before}${workersAnswer} | not isolated`);
  await shows(browser, options, isolation, `${before}${workersAnswer} | isolated`);
}

/** The same of any text. */
export async function shows(browser, { root, page, policy }, headers, text) {
  const server = await serve({ roots: { '/': root }, headers: { 'content-security-policy': policy, ...headers } });
  try {
    await urlShows(browser, server.url + page, text);
  } finally {
    await server.close();
  }
}

/** The same of a page that is served already. @param {import('../e2e/visit.mjs').Browser} browser @param {string} url */
export async function urlShows(browser, url, expected = answer) {
  const visit = await Visit.begin(browser);
  try {
    await visit.tab.goto(url);
    await visit.eventually(
      () => globalThis.document.getElementById('result').textContent,
      (text) => expect({ text, problems: visit.problems }).to.deep.equal({ text: expected, problems: [] }),
    );
    await visit.expectClean(url);
  } finally {
    await visit.close();
  }
}
