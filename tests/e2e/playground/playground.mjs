// The playground as a person uses it: what they do, and what they see.
import { basename } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { Visit } from '../visit.mjs';

/** The file of a plug-in that was built for the tests. */
export const fixture = (name) => inRoot('target', 'fixtures', `${name}.wasm`);

/** What the page shows; runs in the page. */
export function look() {
  const { document } = globalThis;
  const text = (selector) => document.querySelector(selector)?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
  const control = (selector) => document.querySelector(selector);
  return {
    functions: [...(control('#run-function')?.options ?? [])].map((option) => option.value),
    chosen: control('#run-function')?.value,
    callable: control('#run')?.disabled === false,
    cancelable: control('#cancel')?.disabled === false,
    status: text('#status'),
    runs: Number(control('#status')?.dataset.runs ?? 0),
    notice: text('#notice'),
    loadError: text('#source-error'),
    facts: text('plugin-facts'),
    needs: [...document.querySelectorAll('[data-need]')].map((box) => [box.dataset.need, box.checked]),
    output: document.querySelector('output-panel [role=tabpanel] pre')?.textContent ?? '',
    shown: text('output-panel'),
    error: text('error-panel'),
    log: text('log-panel'),
    calls: text('calls-panel'),
    files: text('file-list'),
    statistics: text('run-statistics'),
    times: text('times-bar'),
    memory: text('memory-view'),
  };
}

export class Playground {
  /** @param {Visit} visit @param {string} url */
  constructor(visit, url) {
    this.visit = visit;
    this.url = url;
  }

  get tab() {
    return this.visit.tab;
  }

  /** @param {import('../visit.mjs').Browser} browser @param {string} url */
  static async open(browser, url) {
    const visit = await Visit.begin(browser);
    await visit.tab.goto(url);
    return new Playground(visit, url);
  }

  /** Waits until what the page shows passes. @param {(seen: ReturnType<typeof look>) => void} check */
  sees(check) {
    return this.visit.eventually(look, check);
  }

  /** Waits until the page is ready for calls of these functions, in any order. @param {string[]} functions */
  async ready(functions) {
    await this.sees((seen) => {
      expect(seen.loadError).to.equal('');
      expect(seen.functions).to.have.members(functions);
      expect(seen.callable).to.equal(true);
    });
  }

  /** Waits until the page says that it cannot use the plug-in. @param {RegExp} error */
  async refuses(error) {
    await this.sees((seen) => {
      expect(seen.loadError).to.match(error);
      expect(seen.functions).to.deep.equal([]);
      expect(seen.callable).to.equal(false);
    });
  }

  /** @param {'sample' | 'url' | 'file' | 'manifest'} kind */
  async sourceKind(kind) {
    await this.tab.click(`input[name=source-kind][value=${kind}]`);
    const there = { sample: '#source-sample', url: '#source-url', file: '#source-file', manifest: '#source-manifest' }[kind];
    await this.there(there);
  }

  /** Waits until there is an element. @param {string} selector */
  there(selector) {
    return this.visit.eventually(
      (wanted) => globalThis.document.querySelector(wanted) !== null,
      (found) => expect(found, selector).to.equal(true),
      selector,
    );
  }

  /** Takes a plug-in from a file. @param {string} path */
  async choose(path) {
    await this.sourceKind('file');
    await this.tab.chooseFile('#source-file', path);
    await this.visit.eventually(
      () => globalThis.document.querySelector('#source-file')?.files[0]?.name,
      (name) => expect(name).to.equal(basename(path)),
    );
  }

  /** @param {string} name */
  async sample(name) {
    await this.sourceKind('sample');
    await this.tab.select('#source-sample', name);
    await this.sees((seen) => {
      expect(seen.loadError).to.equal('');
      expect(seen.status).to.equal(`Loaded ${name}`);
      expect(seen.callable).to.equal(true);
    });
  }

  /** Sets an option or a limit. @param {string} name @param {string | boolean} value */
  async option(name, value) {
    await this.tab.evaluate(() => {
      globalThis.document.querySelector('options-form details').open = true;
    });
    const selector = `#option-${name}`;
    if (typeof value === 'boolean') await this.check(selector, value);
    else if (name === 'logLevel') await this.tab.select(selector, value);
    else {
      await this.tab.fill(selector, value);
      await this.tab.press('Tab');
    }
  }

  /** Switches a box on or off. @param {string} selector @param {boolean} wanted */
  async check(selector, wanted) {
    const is = await this.tab.evaluate((box) => globalThis.document.querySelector(box).checked, selector);
    if (is !== wanted) await this.tab.click(selector);
  }

  /** @param {string} text @param {'text' | 'hex'} [kind] */
  async input(text, kind = 'text') {
    await this.tab.click(`input[name=input-kind][value=${kind}]`);
    await this.there('#run-input');
    await this.tab.fill('#run-input', text);
  }

  /** Starts a call that does not end by itself. @param {string} name */
  async begin(name) {
    await this.tab.select('#run-function', name);
    await this.tab.click('#run');
    await this.sees((seen) => {
      expect(seen.callable).to.equal(false);
      expect(seen.cancelable).to.equal(true);
    });
  }

  /** Presses Run, and waits until that run is over. @param {RegExp} status what the page then says */
  async run(status) {
    const { runs } = await this.tab.evaluate(look);
    await this.tab.click('#run');
    await this.sees((seen) => {
      // Not the end of the last one.
      expect(seen.runs).to.equal(runs + 1);
      expect(seen.status).to.match(status);
      expect(seen.callable).to.equal(true);
    });
  }

  /** Waits until the run is over. @param {RegExp} status what the page then says */
  async ended(status) {
    await this.sees((seen) => {
      expect(seen.status).to.match(status);
      expect(seen.callable).to.equal(true);
    });
  }

  /**
   * Calls a function with the button.
   * @param {string} name
   * @param {string} [input] what is in the field, unless told
   */
  async call(name, input) {
    await this.tab.select('#run-function', name);
    if (input !== undefined) await this.input(input);
    await this.run(/^(Done|Failed|Canceled)/);
  }

  /** Opens the tab of a result. @param {string} name */
  async show(name) {
    await this.tab.click(`#result-tab-${name}`);
  }

  /** Checks that a call fails with this message, and shows no output. @param {string} name @param {string} error @param {string} code */
  async callFails(name, error, code) {
    await this.call(name);
    await this.sees((seen) => {
      expect(seen.error).to.contain(error);
      expect(seen.error).to.contain(code);
      expect(seen.shown).to.equal('');
    });
  }

  /** Checks that a call succeeds with this output as text. @param {string} name @param {string} output @param {string} [input] */
  async callGives(name, output, input) {
    await this.call(name, input);
    await this.view('text');
    await this.sees((seen) => {
      expect(seen.error).to.equal('');
      expect(seen.output).to.equal(output);
    });
  }

  /** Opens a view of the output. @param {string} name */
  async view(name) {
    const selector = `output-panel [role=tab][id$="-${name}"]`;
    await this.there(selector);
    await this.tab.click(selector);
  }
}
