import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { duration } from '../shell/format.js';
import './calls-panel.css';

/** How many calls are drawn; the last ones. */
const DRAWN = 500;

/** The calls that the plug-in made of host functions. */
export class CallsPanel extends PageElement {
  static properties = { calls: { attribute: false } };

  /** @type {import('../run/host-functions.js').HostCall[]} */
  calls = [];

  render() {
    const { calls } = this;
    if (calls.length === 0) return html`<p class="empty">No calls. When the plug-in calls one of the page's host functions, it appears here.</p>`;
    return html`${calls.length > DRAWN ? html`<p class="small quiet">The last ${DRAWN} of ${calls.length}.</p>` : nothing}
      <div class="calls" tabindex="0" role="region" aria-label="Calls of host functions">
        <table>
          <thead><tr><th scope="col">At</th><th scope="col">Function</th><th scope="col">Given</th><th scope="col">Result</th><th scope="col">Took</th></tr></thead>
          <tbody>
            ${calls.slice(-DRAWN).map(({ name, args, result, ms, at }) => html`<tr><td>${duration(at)}</td><td>${name.replace('extism:host/user.', '')}</td><td>${args.join(', ')}</td><td>${result}</td><td>${duration(ms)}</td></tr>`)}
          </tbody>
        </table>
      </div>`;
  }
}

customElements.define('calls-panel', CallsPanel);
