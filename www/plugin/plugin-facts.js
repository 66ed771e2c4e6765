import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { size } from '../shell/format.js';
import './plugin-facts.css';

/**
 * What a plug-in is, and what it needs, with a switch to grant each. Says `need-change` with `{need, granted}`.
 */
export class PluginFacts extends PageElement {
  static properties = { loaded: { attribute: false }, needs: { attribute: false } };

  /** @type {import('./load.js').Loaded | null} */
  loaded = null;
  /** @type {import('./needs.js').Need[]} */
  needs = [];

  /** @param {string} id @param {string} title @param {import('./describe.js').Port[]} ports */
  #ports(id, title, ports) {
    return html`<details id=${id}>
      <summary class="small">${ports.length} ${title}</summary>
      <div class="ports" tabindex="0" role="region" aria-label=${title}>
        <table>
          <thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Type</th></tr></thead>
          <tbody>
            ${ports.map(({ module, name, kind, type }) => html`<tr><td>${module === undefined ? name : `${module} ${name}`}</td><td>${kind}</td><td>${type}</td></tr>`)}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  /** @param {import('./needs.js').Need} need */
  #need(need) {
    const change = (event) => this.dispatchEvent(new CustomEvent('need-change', { bubbles: true, detail: { need, granted: event.target.checked } }));
    return html`<div class="need">
      <input type="checkbox" id="need-${need.id}" data-need=${need.id} .checked=${need.granted} aria-describedby="need-detail-${need.id}" @change=${change} />
      <label for="need-${need.id}">${need.title}</label>
      <p id="need-detail-${need.id}" title=${need.detail}>${need.detail}</p>
    </div>`;
  }

  render() {
    if (!this.loaded) return nothing;
    const { main, modules } = this.loaded;
    return html`
      ${modules.map(
        ({ name, size: bytes, sha256 }) => html`<dl>
          <dt>Module</dt><dd>${name}${modules.length > 1 && modules.indexOf(main) === modules.findIndex((other) => other.name === name) ? ' (main)' : ''}</dd>
          <dt>Size</dt><dd title="${bytes} bytes">${size(bytes)}</dd>
          <dt>SHA-256</dt><dd class="sha">${sha256 || 'only on a secure page'}</dd>
        </dl>`,
      )}
      <fieldset>
        <legend><h3>What it may use</h3></legend>
        ${this.needs.length === 0 ? html`<p class="small quiet">It imports nothing but the host's memory functions, config, variables and log.</p>` : this.needs.map((need) => this.#need(need))}
      </fieldset>
      ${this.#ports('facts-imports', 'imports', main.description.imports)} ${this.#ports('facts-exports', 'exports', main.description.exports)}
    `;
  }
}

customElements.define('plugin-facts', PluginFacts);
