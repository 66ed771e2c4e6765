import { html, nothing, svg } from 'lit';
import { PageElement } from '../element.js';
import { size } from '../shell/format.js';
import './memory-map.css';
import { layout } from './layout.js';
import { hexadecimal, roles } from './sentences.js';

/** @param {import('./replay.js').Block} block */
const look = (block) => (block.freedBy === null ? block.role : 'free');

/**
 * Kernel memory to scale, in rows. Says `block-choice` with a block. The table beside it says the same in words, for those who do
 * not see it.
 */
export class MemoryMap extends PageElement {
  static properties = { replay: { attribute: false }, state: { attribute: false }, chosen: { attribute: false } };

  /** @type {import('./replay.js').Replay} */
  replay;
  /** @type {import('./replay.js').State} */
  state;
  /** The offset of the block that is chosen. @type {number | null} */
  chosen = null;

  #choose(block) {
    this.dispatchEvent(new CustomEvent('block-choice', { bubbles: true, detail: block }));
  }

  #piece({ x, width, item: block }) {
    const kind = look(block);
    const letter = roles[kind].letter;
    return svg`<rect class="${kind} ${block.offset === this.chosen ? 'chosen' : ''}" x="${x}%" width="${width}%" y="2" height="24" rx="2" data-block=${block.offset} @click=${() => this.#choose(block)}>
        <title>${roles[kind].title}: ${size(block.length)} at ${hexadecimal(block.offset)}</title>
      </rect>
      ${width > 2.5 ? svg`<text class=${kind === 'free' ? 'on-free' : ''} x="${x + width / 2}%" y="18" text-anchor="middle">${letter}</text>` : nothing}`;
  }

  #legend(kinds) {
    return html`<ul aria-label="Legend">
      ${kinds.map(
        (kind) => html`<li title=${roles[kind].hint}><svg class="key" viewBox="0 0 18 18" aria-hidden="true"><rect class=${kind} x="1" y="1" width="16" height="16" rx="2"></rect><text class=${kind === 'free' ? 'on-free' : ''} x="9" y="13" text-anchor="middle">${roles[kind].letter}</text></svg>${roles[kind].title}</li>`,
      )}
    </ul>`;
  }

  render() {
    const { blocks, touched } = this.state;
    const { rows, perRow } = layout(this.replay.low, this.replay.high, blocks, touched);
    if (rows.length === 0) return html`<p class="small quiet">Nothing is in kernel memory.</p>`;
    const kinds = Object.keys(roles).filter((kind) => blocks.some((block) => look(block) === kind));
    return html`<div class="rows" aria-hidden="true">
        ${rows.map(
          (row) => html`<code>${hexadecimal(row.from)}</code>
            <svg>
              ${row.pieces.map((piece) => this.#piece(piece))}
              ${row.touched ? svg`<rect class="touched" x="${row.touched.x}%" width="${row.touched.width}%" y="1" height="26" rx="2"></rect>` : nothing}
              ${row.beyond < 100 ? svg`<rect class="beyond" x="${row.beyond}%" width="${100 - row.beyond}%" y="0" height="28"></rect>` : nothing}
            </svg>`,
        )}
      </div>
      ${this.#legend(kinds)}
      <p class="small quiet">To scale: a row is ${size(perRow)}. Small blocks are drawn larger than they are.</p>`;
  }
}

customElements.define('memory-map', MemoryMap);
