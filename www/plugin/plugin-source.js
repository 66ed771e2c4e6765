import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { size } from '../shell/format.js';
import './plugin-source.css';

const kinds = [
  ['sample', 'Sample'],
  ['url', 'URL'],
  ['file', 'File'],
  ['manifest', 'Manifest'],
];

const emptyManifest = `{
  "wasm": [
    { "url": "samples/count_vowels.wasm" }
  ],
  "config": {}
}`;

/**
 * Where the plug-in comes from. Says `source-change` with `{source, file}` when a person has chosen one.
 */
export class PluginSource extends PageElement {
  static properties = {
    source: { attribute: false },
    samples: { attribute: false },
    progress: { attribute: false },
    error: { attribute: false },
    kind: { state: true },
  };

  /** @type {import('../session/schema.js').Source | null} */
  source = null;
  /** @type {any[]} */
  samples = [];
  /** How far a download is; `null` when there is none. @type {import('./download.js').Progress | null} */
  progress = null;
  /** @type {any} */
  error = null;
  kind = 'sample';

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('source') && this.source) this.kind = this.source.kind;
    if (this.kind === 'manifest') import('../shell/code-editor.js');
  }

  #choose(source, file) {
    this.dispatchEvent(new CustomEvent('source-change', { bubbles: true, detail: { source, file } }));
  }

  #sample() {
    const name = this.source?.kind === 'sample' ? this.source.name : '';
    const chosen = this.samples.find((sample) => sample.name === name);
    return html`<div class="field">
      <label for="source-sample">Sample plug-in</label>
      <select id="source-sample" @change=${(event) => this.#choose({ kind: 'sample', name: event.target.value })}>
        ${chosen ? nothing : html`<option value="" selected disabled>Choose one</option>`}
        ${this.samples.map((sample) => html`<option value=${sample.name} ?selected=${sample.name === name}>${sample.title} (${sample.language})</option>`)}
      </select>
      ${chosen ? html`<p class="small quiet">${chosen.description} <a href=${chosen.source} target="_blank" rel="noopener">Source</a></p>` : nothing}
    </div>`;
  }

  #url() {
    const submit = (event) => {
      event.preventDefault();
      const url = /** @type {HTMLInputElement} */ (this.querySelector('#source-url')).value.trim();
      if (url) this.#choose({ kind: 'url', url });
    };
    return html`<form class="from-url" @submit=${submit}>
      <div class="field">
        <label for="source-url">URL of a .wasm file or a manifest</label>
        <input id="source-url" type="text" inputmode="url" spellcheck="false" autocomplete="url" placeholder="https://example.com/plugin.wasm" .value=${this.source?.kind === 'url' ? this.source.url : ''} />
      </div>
      <button class="button-quiet">Load</button>
    </form>`;
  }

  #file() {
    const name = this.source?.kind === 'file' ? this.source.name : '';
    const change = (event) => {
      const [file] = event.target.files;
      if (file) this.#choose({ kind: 'file', name: file.name }, file);
    };
    return html`<div class="field">
      <label for="source-file">A .wasm file or a manifest on this machine. It stays there.</label>
      <input id="source-file" type="file" accept=".wasm,.json,application/wasm,application/json" @change=${change} />
      <p class="small quiet">${name ? `Chosen: ${name}. ` : ''}Or drop a file anywhere on the page.</p>
    </div>`;
  }

  #manifest() {
    const text = this.source?.kind === 'manifest' ? this.source.text : emptyManifest;
    const load = () => this.#choose({ kind: 'manifest', text: /** @type {any} */ (this.querySelector('code-editor')).value });
    return html`<div class="stack">
      <code-editor id="source-manifest" label="Manifest (JSON)" .text=${text} .problem=${this.error?.path === undefined ? null : { path: this.error.path, message: this.error.message }}></code-editor>
      <div class="row"><button type="button" class="button-quiet" @click=${load}>Load manifest</button></div>
    </div>`;
  }

  #progress() {
    const { received, total } = this.progress;
    const text = total === null ? `${size(received)} received` : `${size(received)} of ${size(total)}`;
    return html`<div class="stack">
      <progress aria-label="Download" max=${total ?? nothing} value=${total === null ? nothing : received}></progress>
      <p class="small quiet" id="source-progress">${text}</p>
    </div>`;
  }

  render() {
    const panel = { sample: () => this.#sample(), url: () => this.#url(), file: () => this.#file(), manifest: () => this.#manifest() }[this.kind]();
    return html`
      <fieldset>
        <legend class="visually-hidden">Where the plug-in comes from</legend>
        <div class="kinds">
          ${kinds.map(
            ([kind, title]) => html`<label><input type="radio" name="source-kind" value=${kind} .checked=${kind === this.kind} @change=${() => (this.kind = kind)} />${title}</label>`,
          )}
        </div>
      </fieldset>
      ${panel} ${this.progress ? this.#progress() : nothing}
      ${this.error ? html`<p class="error-text" role="alert" id="source-error">${this.error.message ?? String(this.error)}</p>` : nothing}
    `;
  }
}

customElements.define('plugin-source', PluginSource);
