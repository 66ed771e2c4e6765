import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { imageType } from '../shell/image-type.js';
import './image-view.css';

/** An image, with its type and size. */
export class ImageView extends PageElement {
  static properties = { bytes: { attribute: false }, facts: { state: true } };

  /** @type {Uint8Array<ArrayBuffer>} */
  bytes = new Uint8Array();
  facts = '';
  #url = '';

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('bytes')) return;
    this.#release();
    const known = imageType(this.bytes);
    if (known) this.#url = URL.createObjectURL(new Blob([this.bytes], { type: known.type }));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#release();
  }

  #release() {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = '';
  }

  render() {
    const known = imageType(this.bytes);
    if (!known || !this.#url) return html`<p class="quiet">These bytes do not begin like an image of a known type.</p>`;
    const loaded = (event) => (this.facts = `${known.type}, ${event.target.naturalWidth} × ${event.target.naturalHeight} pixels`);
    return html`<img src=${this.#url} alt="The output of the plug-in" @load=${loaded} @error=${() => (this.facts = `${known.type}, but the browser cannot read it: it is damaged or cut off`)} />
      ${this.facts ? html`<p class="small quiet" id="image-facts">${this.facts}</p>` : nothing}`;
  }
}

customElements.define('image-view', ImageView);
