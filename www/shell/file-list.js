import { html } from 'lit';
import { PageElement } from '../element.js';
import './file-list.css';
import { size } from './format.js';

/** How much of a file is shown (bytes). */
const SHOWN = 16_384;

/** The files that a plug-in with WASI has, as its last call left them. */
export class FileList extends PageElement {
  static properties = { files: { attribute: false } };

  /** @type {{path: string, bytes: Uint8Array}[]} */
  files = [];

  render() {
    if (this.files.length === 0) return html`<p class="empty">No files. Add some under Options; they appear here when the plug-in has run, with its changes.</p>`;
    return this.files.map(
      ({ path, bytes }) => html`<section class="stack" aria-label=${path}>
        <h3><code>${path}</code> <span class="quiet">${size(bytes.length)}</span></h3>
        <pre tabindex="0">${new TextDecoder().decode(bytes.subarray(0, SHOWN))}${bytes.length > SHOWN ? '…' : ''}</pre>
      </section>`,
    );
  }
}

customElements.define('file-list', FileList);
