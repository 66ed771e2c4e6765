import { html } from 'lit';
import { PageElement } from '../element.js';

/**
 * Tabs: one is in the tab order, arrows, Home and End go from one to the next. Whoever has it shows the panels, with the ids
 * `NAME-panel-ID`, and hears `tab-change` with the id.
 */
export class TabList extends PageElement {
  static properties = { name: {}, label: {}, tabs: { attribute: false }, selected: {} };

  /** @type {{id: string, title: string, count?: number}[]} */
  tabs = [];
  name = '';
  label = '';
  selected = '';

  #select(id) {
    this.dispatchEvent(new CustomEvent('tab-change', { bubbles: true, detail: id }));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const at = this.tabs.findIndex(({ id }) => id === this.selected);
    const last = this.tabs.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const { id } = this.tabs[next];
    this.#select(id);
    /** @type {HTMLElement | null} */ (this.querySelector(`#${this.name}-tab-${id}`))?.focus();
  }

  render() {
    return html`<div role="tablist" aria-label=${this.label} @keydown=${this.#onKey}>
      ${this.tabs.map(
        ({ id, title, count }) => html`<button
          type="button"
          role="tab"
          id="${this.name}-tab-${id}"
          aria-selected=${id === this.selected}
          aria-controls="${this.name}-panel-${id}"
          tabindex=${id === this.selected ? 0 : -1}
          @click=${() => this.#select(id)}
        >${title}${count ? html` <span class="count">${count}</span>` : ''}</button>`,
      )}
    </div>`;
  }
}

customElements.define('tab-list', TabList);
