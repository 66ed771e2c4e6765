import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { hexRows } from './hex.js';
import './hex-view.css';

/** How many bytes a page has. */
const PAGE = 512;

/** Bytes in hexadecimal and as text, by pages. */
export class HexView extends PageElement {
  static properties = { bytes: { attribute: false }, base: { type: Number }, label: {}, page: { state: true } };

  /** @type {Uint8Array} */
  bytes = new Uint8Array();
  /** The address of the first byte. */
  base = 0;
  label = 'Bytes';
  page = 0;

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('bytes')) this.page = 0;
  }

  #pages() {
    const last = Math.ceil(this.bytes.length / PAGE) - 1;
    if (last < 1) return nothing;
    return html`<div class="row pages">
      <button type="button" class="button-quiet" ?disabled=${this.page === 0} @click=${() => this.page--}>Previous</button>
      <span class="small" aria-live="polite">Bytes ${this.page * PAGE} to ${Math.min((this.page + 1) * PAGE, this.bytes.length) - 1} of ${this.bytes.length}</span>
      <button type="button" class="button-quiet" ?disabled=${this.page >= last} @click=${() => this.page++}>Next</button>
    </div>`;
  }

  render() {
    if (this.bytes.length === 0) return html`<p class="small quiet">No bytes.</p>`;
    const rows = hexRows(this.bytes, this.page * PAGE, (this.page + 1) * PAGE, this.base);
    return html`<div class="rows" tabindex="0" role="region" aria-label=${this.label}>
        <pre>${rows.map(({ address, hex, text }) => html`<span class="address">${address}</span>  ${hex}  ${text}\n`)}</pre>
      </div>
      ${this.#pages()}`;
  }
}

customElements.define('hex-view', HexView);
