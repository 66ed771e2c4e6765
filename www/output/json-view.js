import { html } from 'lit';
import { PageElement } from '../element.js';
import { parseJson } from './json-source.js';
import './json-tree.js';

/** JSON as a tree; where a text is none, why. */
export class JsonView extends PageElement {
  static properties = { text: {} };

  text = '';

  render() {
    try {
      return html`<json-tree .node=${parseJson(this.text)} .depth=${0}></json-tree>`;
    } catch (error) {
      return html`<p class="quiet">This cannot be shown as JSON. ${error.message}</p>`;
    }
  }
}

customElements.define('json-view', JsonView);
