import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { copyText } from '../shell/clipboard.js';
import './log-panel.css';

const levels = ['trace', 'debug', 'info', 'warn', 'error'];

/** How many lines are drawn; the last ones. */
const DRAWN = 1000;

/** The plug-in's log, by level and text. Says `clear-log`. */
export class LogPanel extends PageElement {
  static properties = { lines: { attribute: false }, least: { state: true }, wanted: { state: true }, said: { state: true } };

  /** @type {{level: string, text: string, at: number}[]} */
  lines = [];
  least = 'trace';
  wanted = '';
  said = '';

  get #shown() {
    const least = levels.indexOf(this.least);
    const wanted = this.wanted.toLowerCase();
    return this.lines.filter(({ level, text }) => levels.indexOf(level) >= least && text.toLowerCase().includes(wanted));
  }

  async #copy() {
    this.said = await copyText(this.#shown.map(({ at, level, text }) => `${at.toFixed(1)} ms ${level}: ${text}`).join('\n'));
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const box = this.querySelector('.lines');
    // Whoever reads further up is left there.
    this.#follows = !box || box.scrollHeight - box.scrollTop - box.clientHeight < 24;
    if (changed.has('lines')) this.said = '';
  }

  #follows = true;

  updated() {
    const box = this.querySelector('.lines');
    if (box && this.#follows) box.scrollTop = box.scrollHeight;
  }

  render() {
    if (this.lines.length === 0) return html`<p class="empty">No lines. The plug-in's log appears here, and with WASI what it prints.</p>`;
    const shown = this.#shown;
    const counts = levels.filter((level) => this.lines.some((line) => line.level === level)).map((level) => `${this.lines.filter((line) => line.level === level).length} ${level}`);
    return html`
      <div class="row tools">
        <select aria-label="Least level" id="log-least" @change=${(event) => (this.least = event.target.value)}>
          ${levels.map((level) => html`<option value=${level} ?selected=${level === this.least}>${level === 'trace' ? 'all levels' : level === 'error' ? 'errors' : `${level} and worse`}</option>`)}
        </select>
        <input type="search" aria-label="Find in the log" id="log-find" placeholder="Find" .value=${this.wanted} @input=${(event) => (this.wanted = event.target.value)} />
        <button type="button" class="button-quiet" @click=${this.#copy}>Copy</button>
        <button type="button" class="button-quiet" id="log-clear" @click=${() => this.dispatchEvent(new CustomEvent('clear-log', { bubbles: true }))}>Clear</button>
        <span role="status" class="small">${this.said}</span>
      </div>
      <p class="small quiet">${shown.length} of ${this.lines.length} lines: ${counts.join(', ')}${shown.length > DRAWN ? `; the last ${DRAWN} are shown` : ''}</p>
      ${shown.length === 0
        ? nothing
        : html`<div class="lines" tabindex="0" role="region" aria-label="Log">
            <table>
              <tbody>
                ${shown.slice(-DRAWN).map(({ level, text, at }) => html`<tr class=${level}><td>${at.toFixed(1)}&nbsp;ms</td><td>${level}</td><td>${text}</td></tr>`)}
              </tbody>
            </table>
          </div>`}
    `;
  }
}

customElements.define('log-panel', LogPanel);
