import { html } from 'lit';
import { PageElement } from '../element.js';
import './document-view.css';
import { safeDocument } from './safe-document.js';

/** HTML or Markdown, in a frame that runs no scripts, loads nothing and leads nowhere. */
export class DocumentView extends PageElement {
  static properties = { text: {}, markdown: { type: Boolean }, document: { state: true } };

  text = '';
  markdown = false;
  document = '';

  /** @param {Map<string, unknown>} changed */
  async willUpdate(changed) {
    if (!changed.has('text') && !changed.has('markdown')) return;
    const { text } = this;
    const made = this.markdown ? (await import('marked')).marked.parse(text, { async: false }) : text;
    if (text === this.text) this.document = safeDocument(/** @type {string} */ (made));
  }

  render() {
    return html`<iframe title="The output as a document" sandbox="" .srcdoc=${this.document}></iframe>
      <p class="small quiet">Shown without its styles, scripts and remote images; links lead nowhere.</p>`;
  }
}

customElements.define('document-view', DocumentView);
