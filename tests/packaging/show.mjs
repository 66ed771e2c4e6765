// Opens a page that was made of the installed package, and looks at what it shows.
import { expect } from 'chai';
import { serve } from '../../scripts/lib/serve.mjs';
import { strictPolicy } from '../e2e/policy.mjs';
import { Visit } from '../e2e/visit.mjs';
import { answer } from './answer.mjs';

/** The strict policy, with more sources of scripts. @param {string[]} sources */
export const policyWith = (...sources) => strictPolicy.replace("'wasm-unsafe-eval'", ["'wasm-unsafe-eval'", ...sources].join(' '));

/**
 * Serves a folder under a policy, and checks that a page of it shows the answer, without an error and without a
 * request to anywhere else.
 * @param {import('../e2e/visit.mjs').Browser} browser
 * @param {{root: string, page: string, policy: string}} options `page` is a path from the root
 */
export async function showsAnswer(browser, { root, page, policy }) {
  const server = await serve({ roots: { '/': root }, headers: { 'content-security-policy': policy } });
  try {
    await urlShowsAnswer(browser, server.url + page);
  } finally {
    await server.close();
  }
}

/** The same of a page that is served already. @param {import('../e2e/visit.mjs').Browser} browser @param {string} url */
export async function urlShowsAnswer(browser, url) {
  const visit = await Visit.begin(browser);
  try {
    await visit.tab.goto(url);
    await visit.eventually(
      () => globalThis.document.getElementById('result').textContent,
      (text) => expect({ text, problems: visit.problems }).to.deep.equal({ text: answer, problems: [] }),
    );
    await visit.expectClean(url);
  } finally {
    await visit.close();
  }
}
