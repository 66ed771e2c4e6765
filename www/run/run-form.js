import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { MOST_CALLS, MOST_WORKERS } from '../session/schema.js';
import './run-form.css';

const inputKinds = [
  ['text', 'Text'],
  ['json', 'JSON'],
  ['hex', 'Hex'],
  ['file', 'File'],
];

const modes = [
  ['once', 'Once'],
  ['many', 'Many times'],
  ['pool', 'In a pool'],
];

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * What to call, with what, how often. Says `session-change` with the changed part of the session, `input-file` with a file,
 * `run-request`, `cancel-request` and `reset-request`.
 */
export class RunForm extends PageElement {
  static properties = {
    session: { attribute: false },
    functions: { attribute: false },
    hints: { attribute: false },
    ready: { type: Boolean },
    running: { type: Boolean },
    kept: { type: Boolean },
    progress: { type: Number },
  };

  /** @type {import('../session/schema.js').Session} */
  session;
  /** The names of the functions that can be called. @type {string[]} */
  functions = [];
  /** What functions take and give, where that is known. @type {Record<string, string>} */
  hints = {};
  ready = false;
  running = false;
  /** Whether a plug-in is kept from the last run. */
  kept = false;
  /** How many calls of many are over. */
  progress = 0;

  #change(part) {
    this.dispatchEvent(new CustomEvent('session-change', { bubbles: true, detail: part }));
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  willUpdate() {
    if (this.session.input.kind === 'json') import('../shell/code-editor.js');
  }

  #radios(name, rows, value, choose) {
    return html`<div class="kinds">
      ${rows.map(([id, title]) => html`<label><input type="radio" name=${name} value=${id} .checked=${id === value} @change=${() => choose(id)} />${title}</label>`)}
    </div>`;
  }

  #input() {
    const { input } = this.session;
    const set = (text) => this.#change({ input: { kind: input.kind, text } });
    if (input.kind === 'file') {
      const change = (event) => event.target.files[0] && this.#say('input-file', event.target.files[0]);
      return html`<input id="run-file" type="file" aria-label="Input file" @change=${change} />
        ${input.file ? html`<p class="small quiet">Input: ${input.file}</p>` : nothing}`;
    }
    if (input.kind === 'json') {
      return html`<code-editor id="run-json" label="Input (JSON)" .text=${input.text} @editor-input=${(event) => set(event.detail)}></code-editor>`;
    }
    const hint = input.kind === 'hex' ? 'Bytes in hexadecimal, as in 48 65 6c 6c 6f' : 'Sent as UTF-8';
    return html`<textarea id="run-input" aria-label="Input" rows="4" spellcheck="false" placeholder=${hint} .value=${input.text} @input=${(event) => set(event.target.value)}></textarea>`;
  }

  #number(id, label, value, most, set) {
    const change = (event) => event.target.checkValidity() && set(event.target.valueAsNumber);
    return html`<div class="field"><label for=${id}>${label}</label><input id=${id} type="number" min="1" max=${most} step="1" required .value=${String(value)} @change=${change} /></div>`;
  }

  #mode() {
    const { run } = this.session;
    const set = (part) => this.#change({ run: { ...run, ...part } });
    return html`<fieldset>
        <legend>How often</legend>
        ${this.#radios('run-mode', modes, run.mode, (mode) => set({ mode }))}
      </fieldset>
      ${run.mode === 'once'
        ? nothing
        : html`<div class="many">
            ${this.#number('run-times', 'Calls', run.times, MOST_CALLS, (times) => set({ times }))}
            ${run.mode === 'pool' ? this.#number('run-workers', 'Workers', run.workers, MOST_WORKERS, (workers) => set({ workers })) : nothing}
          </div>`}`;
  }

  #buttons() {
    const { run, options } = this.session;
    const stoppable = options.worker || run.mode !== 'once';
    return html`<div class="buttons">
      <button type="button" id="run" ?disabled=${!this.ready || this.running} @click=${() => this.#say('run-request')}>Run <kbd aria-hidden="true">${isMac ? '⌘' : 'Ctrl'} ↵</kbd></button>
      <button type="button" id="cancel" class="button-quiet" ?disabled=${!this.running || !stoppable} @click=${() => this.#say('cancel-request')}>Cancel <kbd aria-hidden="true">Esc</kbd></button>
      <button type="button" id="renew" class="button-quiet" title="Closes the plug-in: its variables and memory, and the key-value store, are forgotten" ?disabled=${!this.kept || this.running} @click=${() => this.#say('reset-request')}>Start fresh</button>
      ${this.running && run.mode !== 'once' ? html`<progress aria-label="Calls" max=${run.times} value=${this.progress}></progress>` : nothing}
    </div>`;
  }

  render() {
    const { session } = this;
    const hint = this.hints[session.function];
    return html`
      <div class="field">
        <label for="run-function">Function</label>
        <select id="run-function" ?disabled=${this.functions.length === 0} @change=${(event) => this.#change({ function: event.target.value })}>
          ${this.functions.map((name) => html`<option value=${name} ?selected=${name === session.function}>${name}</option>`)}
        </select>
        ${hint ? html`<p class="small quiet">${hint}</p>` : nothing}
      </div>
      <fieldset class="stack">
        <legend>Input</legend>
        ${this.#radios('input-kind', inputKinds, session.input.kind, (kind) => this.#change({ input: { kind, text: session.input.text } }))} ${this.#input()}
      </fieldset>
      ${this.#mode()} ${this.#buttons()}
    `;
  }
}

customElements.define('run-form', RunForm);
