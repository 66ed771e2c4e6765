import { html, svg } from 'lit';
import { PageElement } from '../element.js';
import { duration } from '../shell/format.js';
import './times-bar.css';

const hints = {
  fetch: 'Downloading the plug-in',
  compile: 'Loading the host, where it was not there, and compiling the plug-in',
  instantiate: 'Making an instance, in a worker with its start',
  call: 'The call',
};

/** What each part of a run took. */
export class TimesBar extends PageElement {
  static properties = { times: { attribute: false } };

  /** @type {{name: string, ms: number}[]} */
  times = [];

  render() {
    const total = this.times.reduce((sum, { ms }) => sum + ms, 0) || 1;
    let at = 0;
    const parts = this.times.map(({ name, ms }) => {
      // What is next to nothing still shows.
      const width = Math.max(0.4, (100 * ms) / total);
      const x = at;
      at += width;
      return svg`<rect class=${name} x=${x} y="0" width=${width} height="1"></rect>`;
    });
    return html`<h3>Time</h3>
      <svg viewBox="0 0 ${at} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
      <ul>
        ${this.times.map(({ name, ms }) => html`<li title=${hints[name]}><svg class="mark" viewBox="0 0 1 1" aria-hidden="true"><rect class=${name} width="1" height="1"></rect></svg>${name} <strong>${duration(ms)}</strong></li>`)}
      </ul>`;
  }
}

customElements.define('times-bar', TimesBar);
