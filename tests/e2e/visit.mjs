// A browser's tab as a test sees it, whatever drives the browser; and what may not happen in it.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';

/**
 * What a person does in a tab. Selectors are CSS. A control is waited for that is not there yet, or disabled.
 * @typedef {object} Tab
 * @property {(url: string) => Promise<unknown>} goto resolves when the page and its modules have loaded
 * @property {(selector: string) => Promise<unknown>} click
 * @property {(selector: string, text: string) => Promise<unknown>} fill replaces the text of a field
 * @property {(selector: string, value: string) => Promise<unknown>} select chooses in a list
 * @property {(selector: string, path: string) => Promise<unknown>} chooseFile
 * @property {(keys: string) => Promise<unknown>} press a key, or several at once as in `Control+Enter`
 * @property {(text: string) => Promise<unknown>} type on the keyboard, into whatever has the focus
 * @property {(width: number, height: number) => Promise<unknown>} resize the page (CSS pixels)
 * @property {(path: string, whole?: boolean) => Promise<unknown>} screenshot to a PNG file; of the whole page if told
 * @property {(script: Function, argument?: unknown) => Promise<any>} evaluate runs the function in the page
 * @property {() => Promise<unknown>} close
 *
 * What a tab's driver tells of it.
 * @typedef {object} Witness
 * @property {(text: string) => void} problem
 * @property {(url: string) => void} request
 * @property {(url: string, status: number) => void} response
 *
 * A browser under control.
 * @typedef {object} Browser
 * @property {(witness: Witness) => Promise<Tab>} open a tab with nothing stored
 * @property {() => Promise<unknown>} close
 */

/** How long a page may take over anything that a test waits for. */
const patienceMs = 15_000;

/** Runs in the page before its own scripts: collects what the content security policy refused. */
export function collectViolations() {
  const { document } = globalThis;
  const violations = (globalThis.refusedByPolicy = []);
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.effectiveDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
  });
}

/** One tab, and all that happened in it. */
export class Visit {
  /** Errors of the page, of its console, and of what it loaded. @type {string[]} */
  problems = [];
  /** The URLs asked for. @type {string[]} */
  requests = [];
  /** @type {Tab} */
  tab;

  /** @param {Browser} browser */
  static async begin(browser) {
    const visit = new Visit();
    visit.tab = await browser.open({
      problem: (text) => visit.problems.push(text),
      request: (url) => visit.requests.push(url),
      response: (url, status) => status >= 400 && visit.problems.push(`${url}: status ${status}`),
    });
    return visit;
  }

  /** What the content security policy refused. @returns {Promise<string[]>} */
  refused() {
    return this.tab.evaluate(() => globalThis.refusedByPolicy);
  }

  /** Requests that left the origin. @param {string} origin */
  strayRequests(origin) {
    return this.requests.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:') && new URL(url).origin !== origin);
  }

  /** Checks that nothing went wrong in the tab and nothing left its origin. @param {string} url of the page */
  async expectClean(url) {
    expect(await this.refused(), 'refused by the content security policy').to.deep.equal([]);
    expect(this.problems, 'errors in the page').to.deep.equal([]);
    expect(this.requests, 'requests').to.include(url);
    expect(this.strayRequests(new URL(url).origin), 'requests to other origins').to.deep.equal([]);
  }

  /**
   * Waits until `check`, given what `script` returns in the page, throws no more.
   * @param {Function} script
   * @param {(value: any) => void} check
   * @param {unknown} [argument] of the script
   */
  async eventually(script, check, argument) {
    const end = performance.now() + patienceMs;
    // Asked from here: waiting within the page would need eval, which a policy may forbid.
    for (;;) {
      const value = await this.tab.evaluate(script, argument);
      try {
        return check(value);
      } catch (error) {
        if (performance.now() > end) throw error;
      }
      await sleep(20);
    }
  }

  close() {
    return this.tab.close();
  }
}
