import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { logLevels } from '../session/schema.js';
import './options-form.css';

/** Says `session-change` with `{options}`. */
export class OptionsForm extends PageElement {
  static properties = { options: { attribute: false } };

  /** @type {import('../session/schema.js').Options} */
  options;

  #set(part) {
    this.dispatchEvent(new CustomEvent('session-change', { bubbles: true, detail: { options: { ...this.options, ...part } } }));
  }

  #check(name, label, hint) {
    return html`<label class="check" title=${hint ?? nothing}><input type="checkbox" id="option-${name}" .checked=${this.options[name]} @change=${(event) => this.#set({ [name]: event.target.checked })} />${label}</label>`;
  }

  #limit(name, label, placeholder, least = 0) {
    const change = (event) => event.target.checkValidity() && this.#set({ [name]: event.target.value === '' ? null : event.target.valueAsNumber });
    const value = this.options[name];
    return html`<div class="field">
      <label for="option-${name}">${label}</label>
      <input id="option-${name}" type="number" min=${least} step="1" placeholder=${placeholder} .value=${value === null ? '' : String(value)} @change=${change} />
    </div>`;
  }

  /** Rows of two fields, with a button that removes one and one that adds one. */
  #pairs({ id, rows, first, second, make, change, area }) {
    const put = (index, row) => change(rows.map((old, i) => (i === index ? row : old)));
    return html`
      ${rows.map(
        (row, index) => html`<div class="pair">
          <input type="text" id="${id}-${index}-key" aria-label="${first} ${index + 1}" placeholder=${first} spellcheck="false" .value=${row[0]} @change=${(event) => put(index, [event.target.value, row[1]])} />
          ${area
            ? html`<textarea id="${id}-${index}-value" aria-label="${second} ${index + 1}" placeholder=${second} rows="2" spellcheck="false" .value=${row[1]} @change=${(event) => put(index, [row[0], event.target.value])}></textarea>`
            : html`<input type="text" id="${id}-${index}-value" aria-label="${second} ${index + 1}" placeholder=${second} spellcheck="false" .value=${row[1]} @change=${(event) => put(index, [row[0], event.target.value])} />`}
          <button type="button" class="button-quiet" aria-label="Remove ${first} ${index + 1}" @click=${() => change(rows.filter((_, i) => i !== index))}>×</button>
        </div>`,
      )}
      <div class="row"><button type="button" id="${id}-add" class="button-quiet" @click=${() => change([...rows, make()])}>Add</button></div>
    `;
  }

  render() {
    const { options } = this;
    return html`<details>
      <summary>Options</summary>
      <div class="stack">
        <div>
          ${this.#check('worker', 'Run in a worker, where a call can be ended')}
          ${this.#check('trace', 'Trace memory: record what the plug-in does with kernel memory (slower)', 'For the Memory tab')}
        </div>
        <div class="grid">
          ${this.#limit('timeoutMs', 'Time limit of a call (ms)', 'none', 1)}
          <div class="field">
            <label for="option-logLevel">Log level</label>
            <select id="option-logLevel" @change=${(event) => this.#set({ logLevel: event.target.value })}>
              ${logLevels.map((level) => html`<option ?selected=${level === options.logLevel}>${level}</option>`)}
            </select>
          </div>
          ${this.#limit('maxPages', 'Memory limit (pages of 64 KiB)', 'none', 1)} ${this.#limit('maxVarBytes', 'Variables limit (bytes)', '1048576')}
          ${this.#limit('maxHttpResponseBytes', 'HTTP response limit (bytes)', '52428800')}
          <div class="field">
            <label for="option-hosts">Hosts it may reach</label>
            <input id="option-hosts" type="text" spellcheck="false" placeholder="api.example.com, *.example.org" .value=${options.allowedHosts.join(', ')} @change=${(event) =>
              this.#set({ allowedHosts: event.target.value.split(',').map((host) => host.trim()).filter(Boolean) })} />
          </div>
        </div>
        <fieldset class="stack">
          <legend><h3>Config: what the plug-in can read by key</h3></legend>
          ${this.#pairs({ id: 'config', rows: options.config, first: 'Key', second: 'Value', make: () => ['', ''], change: (config) => this.#set({ config }), area: false })}
        </fieldset>
        <fieldset class="stack">
          <legend><h3>Files: what a plug-in with WASI finds, as in /data/notes.txt</h3></legend>
          ${this.#pairs({
            id: 'files',
            rows: options.files.map(({ path, text }) => [path, text]),
            first: 'Path',
            second: 'Content',
            make: () => ['/data/', ''],
            change: (rows) => this.#set({ files: rows.map(([path, text]) => ({ path, text })) }),
            area: true,
          })}
        </fieldset>
      </div>
    </details>`;
  }
}

customElements.define('options-form', OptionsForm);
