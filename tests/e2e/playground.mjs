// The playground as a person uses it: what they do, and what they see.
import { basename } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { Visit } from './visit.mjs';

/** The file of a plug-in that was built for the tests. */
export const fixture = (name) => inRoot('target', 'fixtures', `${name}.wasm`);

/** What the page shows; runs in the page. */
function look() {
  const { document } = globalThis;
  const text = (id) => document.getElementById(id).textContent;
  return {
    functions: [...document.getElementById('function').options].map((option) => option.value),
    callable: !document.getElementById('run').disabled,
    cancelable: !document.getElementById('cancel').disabled,
    status: text('plugin'),
    output: text('output'),
    error: text('error'),
    time: text('time'),
  };
}

export class Playground {
  /** @param {Visit} visit */
  constructor(visit) {
    this.visit = visit;
  }

  /** @param {import('./visit.mjs').Browser} browser @param {string} url */
  static async open(browser, url) {
    const visit = await Visit.begin(browser);
    await visit.tab.goto(url);
    return new Playground(visit);
  }

  /**
   * Waits until the page is ready for calls of these functions.
   * @param {string[]} functions in any order
   * @param {string} [place] where the plug-in runs, in the page's words
   */
  async ready(functions, place = '') {
    await this.visit.eventually(look, (seen) => {
      expect(seen.error).to.equal('');
      expect(seen.functions).to.have.members(functions);
      expect(seen.status.replace(/[\d.]+ ms/, 'N ms')).to.equal(`Ready after N ms${place}.`);
      expect(seen.callable).to.equal(true);
    });
  }

  /** Waits until the page says that it cannot use the plug-in. @param {RegExp} error */
  async refuses(error) {
    await this.visit.eventually(look, (seen) => {
      expect(seen.error).to.match(error);
      expect(seen.functions).to.deep.equal([]);
      expect(seen.callable).to.equal(false);
    });
  }

  /** Takes a plug-in from a file. @param {string} path */
  async choose(path) {
    await this.visit.tab.chooseFile('#file', path);
    await this.visit.eventually(
      () => globalThis.document.getElementById('file').files[0]?.name,
      (name) => expect(name).to.equal(basename(path)),
    );
  }

  /** Goes back to the plug-in that comes with the page. */
  async chooseBundled() {
    await this.visit.tab.click('input[name=source][value=bundled]');
  }

  /** Has the plug-in run in a worker, or no longer. */
  async switchWorker() {
    await this.visit.tab.click('#worker');
  }

  /** Sets the time limit of calls in a worker. @param {string} milliseconds */
  async limit(milliseconds) {
    await this.visit.tab.fill('#limit', milliseconds);
  }

  /** Starts a call that does not end by itself. @param {string} name */
  async begin(name) {
    await this.visit.tab.select('#function', name);
    await this.visit.tab.click('#run');
    await this.visit.eventually(look, (seen) => {
      expect(seen.callable).to.equal(false);
      expect(seen.cancelable).to.equal(true);
    });
  }

  /** Ends the call with the button, and checks what the page says. @param {string} error */
  async cancel(error) {
    await this.visit.tab.click('#cancel');
    await this.visit.eventually(look, (seen) => {
      expect(seen.error).to.equal(error);
      expect(seen.output).to.equal('');
      expect(seen.callable).to.equal(true);
      expect(seen.cancelable).to.equal(false);
    });
  }

  /**
   * Calls a function with the button; what the page then shows.
   * @param {string} name
   * @param {string} [input] what is in the field, unless told
   */
  async call(name, input) {
    await this.visit.tab.select('#function', name);
    if (input !== undefined) await this.visit.tab.fill('#input', input);
    await this.visit.tab.click('#run');
    // The button is out of use from the click to the end of the call.
    await this.visit.eventually(look, (seen) => expect(seen.callable).to.equal(true));
    return this.visit.tab.evaluate(look);
  }

  /** Checks that a call fails with this message, shows no output, and tells no time. @param {string | RegExp} error */
  async callFails(name, error) {
    const seen = await this.call(name);
    if (typeof error === 'string') expect(seen.error).to.equal(error);
    else expect(seen.error).to.match(error);
    expect(seen.output).to.equal('');
    expect(seen.time).to.equal('');
  }

  /** Checks that a call succeeds with this output. */
  async callGives(name, output, input) {
    const seen = await this.call(name, input);
    expect(seen.error).to.equal('');
    expect(seen.output).to.equal(output);
    expect(seen.time).to.match(/^\d+ bytes in [\d.]+ ms$/);
  }
}
