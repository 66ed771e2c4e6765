import { LitElement } from 'lit';

/** A custom element in the page's own tree: one stylesheet, and labels and ids that reach everywhere. */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    // Class fields hide the accessors by which Lit sees changes: give their values to the accessors.
    const { elementProperties } = /** @type {typeof LitElement} */ (this.constructor);
    for (const name of elementProperties.keys()) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    super.connectedCallback();
  }
}
