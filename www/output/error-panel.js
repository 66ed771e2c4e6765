import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { errorFacts } from './error-facts.js';
import './error-panel.css';

/** What was thrown: message, code with a link to what it means, causes, stack. */
export class ErrorPanel extends PageElement {
  static properties = { error: { attribute: false } };

  /** @type {unknown} */
  error = undefined;

  render() {
    const { message, code, exitCode, causes, stack } = errorFacts(this.error);
    return html`
      <p class="message">${message}</p>
      <dl>
        ${code ? html`<dt>Code</dt><dd><a id="error-code" href="docs/errors.html#${code.toLowerCase()}" target="_blank" rel="noopener">${code}</a></dd>` : nothing}
        ${exitCode === undefined ? nothing : html`<dt>Exit code</dt><dd>${exitCode}</dd>`}
        ${causes.map((cause) => html`<dt>Caused by</dt><dd>${cause}</dd>`)}
      </dl>
      ${stack ? html`<details><summary class="small">Stack</summary><pre tabindex="0">${stack}</pre></details>` : nothing}
    `;
  }
}

customElements.define('error-panel', ErrorPanel);
