import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { size } from '../shell/format.js';
import '../shell/hex-view.js';
import './memory-blocks.js';
import './memory-flow.js';
import './memory-map.js';
import './memory-timeline.js';
import './memory-view.css';
import { Replay } from './replay.js';
import { hexadecimal, roles, sentence, stateOf } from './sentences.js';

/** Kernel memory in the last call: a map, its blocks, what happened when. Says `enable-tracing`. */
export class MemoryView extends PageElement {
  static properties = { trace: { attribute: false }, tracing: { type: Boolean }, hasRun: { type: Boolean }, index: { state: true }, chosen: { state: true } };

  /** @type {import('extism-web').CallTrace | null} */
  trace = null;
  tracing = false;
  /** Whether a run that was to be traced is over. */
  hasRun = false;
  /** The event at which memory is shown. */
  index = 0;
  /** The address of the block that is shown. @type {number | null} */
  chosen = null;

  /** @type {Replay | null} */
  #replay = null;

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('trace')) return;
    this.#replay = this.trace && new Replay(this.trace);
    this.index = this.trace ? this.trace.events.length - 1 : 0;
    this.chosen = null;
  }

  #nothingYet() {
    if (this.tracing) {
      const text = this.hasRun
        ? 'There is no trace of this run: the plug-in did not start, ran in a pool, or its worker had to be ended.'
        : 'Run the plug-in: what it does with kernel memory appears here.';
      return html`<p class="empty">${text}</p>`;
    }
    const enable = () => this.dispatchEvent(new CustomEvent('enable-tracing', { bubbles: true }));
    return html`<div class="stack">
      <p>Input, output and all else that page and plug-in exchange lies in a memory between them, the kernel's. With tracing on, this shows its blocks, and every step of a call. Calls are slower then.</p>
      <div class="row"><button type="button" id="enable-tracing" @click=${enable}>Trace memory</button></div>
    </div>`;
  }

  #figures(state) {
    const { kernel, lost } = /** @type {import('extism-web').CallTrace} */ (this.trace);
    const used = state.blocks.filter(({ freedBy }) => freedBy === null);
    const facts = [
      ['Blocks in use', String(used.length)],
      ['Bytes in use', size(used.reduce((sum, { length }) => sum + length, 0))],
      ['High-water mark', hexadecimal(this.#replay?.high ?? 0)],
      ['Memory', size(kernel.byteLength)],
      ['Limit', kernel.maxByteLength === undefined ? 'none' : size(kernel.maxByteLength)],
    ];
    return html`<dl class="figures">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${lost > 0 ? html`<p class="small quiet">${lost} events more were not kept: a trace holds 20,000, and 16 MiB of bytes.</p>` : nothing}`;
  }

  /** @param {import('./replay.js').Block} block */
  #block(block) {
    const { events } = /** @type {import('extism-web').CallTrace} */ (this.trace);
    const bytes = /** @type {Replay} */ (this.#replay).bytes(block, this.index);
    const text = new TextDecoder().decode(bytes.subarray(0, 400));
    return html`<section aria-label="The chosen block" id="memory-block">
      <h3>${roles[block.role].title}, ${size(block.length)} at ${hexadecimal(block.offset)}, ${stateOf(block)}</h3>
      <p class="small quiet">Event ${block.madeBy + 1}: ${sentence(events[block.madeBy])}.${block.freedBy === null ? '' : ` Event ${block.freedBy + 1}: ${sentence(events[block.freedBy])}.`}</p>
      <pre id="memory-block-text">${text}${bytes.length > 400 ? '…' : ''}</pre>
      <hex-view .bytes=${bytes} .base=${block.offset} label="The block in hexadecimal"></hex-view>
    </section>`;
  }

  render() {
    if (!this.trace || !this.#replay) return this.#nothingYet();
    const state = this.#replay.at(this.index);
    const block = state.blocks.find(({ offset }) => offset === this.chosen);
    return html`<div class="stack" @block-choice=${(event) => (this.chosen = event.detail.offset)} @event-choice=${(event) => (this.index = event.detail)}>
      ${this.#figures(state)}
      <section aria-label="Map of kernel memory">
        <memory-map .replay=${this.#replay} .state=${state} .chosen=${this.chosen}></memory-map>
      </section>
      <section aria-label="Events of the call">
        <memory-timeline .events=${this.trace.events} .index=${this.index}></memory-timeline>
      </section>
      <section aria-label="Blocks">
        <memory-blocks .blocks=${state.blocks} .chosen=${this.chosen}></memory-blocks>
      </section>
      ${block ? this.#block(block) : html`<p class="small quiet">Choose a block to see what it holds.</p>`}
      <section aria-label="The three memories">
        <h3>Bytes that moved, up to this event</h3>
        <memory-flow .trace=${this.trace} .moved=${state.moved}></memory-flow>
      </section>
    </div>`;
  }
}

customElements.define('memory-view', MemoryView);
