import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import './json-tree.css';

/** How many members are shown before one asks for more. */
const STEP = 100;

/** A value of JSON; what is in an object or an array is drawn when it is opened. */
export class JsonTree extends PageElement {
  static properties = { node: { attribute: false }, name: { attribute: false }, depth: { type: Number }, isOpen: { state: true }, shown: { state: true } };

  /** @type {import('./json-source.js').JsonNode} */
  node = { kind: 'literal', source: 'null' };
  /** The key or index that it stands at. @type {string | undefined} */
  name = undefined;
  depth = 0;
  /** @type {boolean | undefined} */
  isOpen = undefined;
  shown = STEP;

  #key() {
    return this.name === undefined ? nothing : html`<span class="key">${this.name}</span>: `;
  }

  render() {
    const { node } = this;
    if (node.kind !== 'object' && node.kind !== 'array') {
      const isRounded = node.kind === 'number' && /^-?\d{16,}$/.test(node.source);
      return html`<div class="leaf">${this.#key()}<span class=${node.kind} title=${isRounded ? 'JavaScript cannot hold this number exactly; it is shown as it is written' : nothing}>${node.source}</span></div>`;
    }
    const { members, kind } = node;
    const brief = kind === 'object' ? `{ ${members.length} }` : `[ ${members.length} ]`;
    const isOpen = this.isOpen ?? this.depth < 2;
    const toggle = (event) => {
      event.stopPropagation();
      this.isOpen = event.target.open;
    };
    return html`<details ?open=${isOpen} @toggle=${toggle}>
      <summary>${this.#key()}<span class="brief">${brief}</span></summary>
      ${isOpen ? members.slice(0, this.shown).map((member, i) => html`<json-tree .node=${member.value} .name=${'key' in member ? JSON.stringify(member.key) : String(i)} .depth=${this.depth + 1}></json-tree>`) : nothing}
      ${isOpen && members.length > this.shown ? html`<button type="button" class="button-quiet" @click=${() => (this.shown += STEP)}>Show more (${members.length - this.shown} left)</button>` : nothing}
    </details>`;
  }
}

customElements.define('json-tree', JsonTree);
