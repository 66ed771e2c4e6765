import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { duration } from '../shell/format.js';
import './memory-timeline.css';
import { filters, sentence } from './sentences.js';

/** How many events a page of the list has. */
const PAGE = 100;

/** The events of a call, with a slider. Says `event-choice` with an index. */
export class MemoryTimeline extends PageElement {
  static properties = { events: { attribute: false }, index: { type: Number }, filter: { state: true } };

  /** @type {any[]} */
  events = [];
  index = 0;
  /** @type {keyof typeof filters} */
  filter = 'all';

  #choose(index) {
    if (index < 0 || index >= this.events.length) return;
    this.dispatchEvent(new CustomEvent('event-choice', { bubbles: true, detail: index }));
  }

  /** The indices of the events that are listed. */
  get #listed() {
    const { types } = filters[this.filter];
    const all = this.events.map((_, i) => i);
    return types === null ? all : all.filter((i) => types.includes(this.events[i].type));
  }

  updated() {
    const list = this.querySelector('ol');
    const current = this.querySelector('[aria-current=true]');
    if (!list || !current) return;
    // Within the list only: the page stays where it is.
    const { top, bottom } = current.getBoundingClientRect();
    const box = list.getBoundingClientRect();
    if (top < box.top) list.scrollTop -= box.top - top;
    else if (bottom > box.bottom) list.scrollTop += bottom - box.bottom;
  }

  render() {
    const { events, index } = this;
    const now = events[index];
    if (!now) return nothing;
    const listed = this.#listed;
    // The page of the list with the event that is chosen, or the last one before it.
    const place = Math.max(0, listed.findLastIndex((i) => i <= index));
    const from = Math.floor(place / PAGE) * PAGE;
    const rows = listed.slice(from, from + PAGE);
    const last = events.length - 1;
    return html`
      <div class="steps">
        <button type="button" class="button-quiet" id="timeline-previous" aria-label="Previous event" ?disabled=${index === 0} @click=${() => this.#choose(index - 1)}>‹</button>
        <input type="range" id="timeline-slider" aria-label="Event" min="0" max=${last} .value=${String(index)} aria-valuetext="${index + 1} of ${last + 1}: ${sentence(now)}" @input=${(event) => this.#choose(event.target.valueAsNumber)} />
        <button type="button" class="button-quiet" id="timeline-next" aria-label="Next event" ?disabled=${index === last} @click=${() => this.#choose(index + 1)}>›</button>
      </div>
      <p class="now" id="timeline-now">${index + 1} of ${last + 1}: ${sentence(now)}</p>
      <div class="row head">
        <select aria-label="Events to list" id="timeline-filter" @change=${(event) => (this.filter = event.target.value)}>
          ${Object.entries(filters).map(([id, { title }]) => html`<option value=${id} ?selected=${id === this.filter}>${title}</option>`)}
        </select>
        ${listed.length > PAGE ? html`<span class="small quiet">Listed: ${from + 1} to ${from + rows.length} of ${listed.length}</span>` : nothing}
      </div>
      <ol tabindex="0" aria-label="Events">
        ${rows.map(
          (i) => html`<li><button type="button" data-event=${i} aria-current=${i === index ? 'true' : nothing} @click=${() => this.#choose(i)}><span>${i + 1}</span><span>${duration(events[i].at)}</span>${sentence(events[i])}</button></li>`,
        )}
      </ol>
    `;
  }
}

customElements.define('memory-timeline', MemoryTimeline);
