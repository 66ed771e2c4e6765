import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { copyText } from '../shell/clipboard.js';
import { size } from '../shell/format.js';
import '../shell/tab-list.js';
import { fileType, suitableView, utf8Fault } from './detect.js';
import './output-panel.css';

const tabs = [
  { id: 'text', title: 'Text' },
  { id: 'json', title: 'JSON' },
  { id: 'hex', title: 'Hex' },
  { id: 'image', title: 'Image' },
  { id: 'markdown', title: 'Markdown' },
  { id: 'html', title: 'HTML' },
];

/** What of a text is shown before one asks for more (characters). */
const SHOWN = 100_000;

/**
 * The output of a call, in several views. Says `view-change` with a view's name.
 */
export class OutputPanel extends PageElement {
  static properties = { outcome: { attribute: false }, view: {}, shown: { state: true }, said: { state: true } };

  /** @type {any} */
  outcome = { state: 'idle' };
  /** `auto` takes the one that suits the bytes. */
  view = 'auto';
  shown = SHOWN;
  /** What a screen reader is told. */
  said = '';

  /** @type {Uint8Array<ArrayBuffer>} */
  #bytes = new Uint8Array();
  #suitable = 'text';
  #text = '';
  #fault = -1;

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('outcome')) return;
    this.shown = SHOWN;
    this.said = '';
    this.#bytes = this.outcome.output ?? new Uint8Array();
    this.#suitable = suitableView(this.#bytes);
    this.#fault = utf8Fault(this.#bytes);
    this.#text = new TextDecoder().decode(this.#bytes);
  }

  async #copy() {
    this.said = await copyText(this.#text);
  }

  #download(view) {
    const { type, extension } = fileType(this.#bytes, view);
    const url = URL.createObjectURL(new Blob([this.#bytes], { type }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${this.outcome.functionName}.${extension}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  #textView() {
    const rest = this.#text.length - this.shown;
    return html`${this.#fault >= 0 ? html`<p class="small quiet">These bytes are not all UTF-8: the first wrong one is at ${this.#fault}. It is shown as �.</p>` : nothing}
      <pre class="text" tabindex="0" aria-label="Output as text">${this.#text.slice(0, this.shown)}</pre>
      ${rest > 0 ? html`<div class="row"><button type="button" class="button-quiet" @click=${() => (this.shown = Infinity)}>Show the other ${rest} characters</button></div>` : nothing}`;
  }

  #jsonView() {
    import('./json-view.js');
    return html`<json-view .text=${this.#text}></json-view>`;
  }

  #content(view) {
    switch (view) {
      case 'json':
        return this.#jsonView();
      case 'hex':
        import('../shell/hex-view.js');
        return html`<hex-view .bytes=${this.#bytes} label="Output in hexadecimal"></hex-view>`;
      case 'image':
        import('./image-view.js');
        return html`<image-view .bytes=${this.#bytes}></image-view>`;
      case 'markdown':
      case 'html':
        import('./document-view.js');
        return html`<document-view .text=${this.#text} ?markdown=${view === 'markdown'}></document-view>`;
      default:
        return this.#textView();
    }
  }

  render() {
    const { state, output } = this.outcome;
    if (state === 'running') return html`<p class="quiet">Running…</p>`;
    if (state === 'canceled') return html`<p class="quiet">Canceled. There is no output.</p>`;
    if (output === null) return html`<p class="quiet">The function set no output.</p>`;
    if (output === undefined) return nothing;
    const view = this.view === 'auto' ? this.#suitable : this.view;
    const change = (event) => {
      // The page's other tabs are not meant.
      event.stopPropagation();
      this.dispatchEvent(new CustomEvent('view-change', { bubbles: true, detail: event.detail }));
    };
    return html`
      <tab-list name="output" label="View of the output" .tabs=${tabs} selected=${view} @tab-change=${change}></tab-list>
      <div class="view" role="tabpanel" id="output-panel-${view}" aria-labelledby="output-tab-${view}" tabindex="-1">
        ${output.length === 0 ? html`<p class="quiet">The output is empty: 0 bytes.</p>` : this.#content(view)}
      </div>
      <div class="head">
        <span class="small quiet" title="${output.length} bytes">${size(output.length)}</span>
        <span class="row">
          <span role="status" class="small">${this.said}</span>
          <button type="button" class="button-quiet" id="output-copy" @click=${this.#copy}>Copy</button>
          <button type="button" class="button-quiet" id="output-download" @click=${() => this.#download(view)}>Download</button>
        </span>
      </div>
    `;
  }
}

customElements.define('output-panel', OutputPanel);
