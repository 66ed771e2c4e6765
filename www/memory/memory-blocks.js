import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { size } from '../shell/format.js';
import './memory-blocks.css';
import { hexadecimal, roles, stateOf } from './sentences.js';

/** How many rows a page has. */
const PAGE = 100;

/** The blocks of kernel memory in words. Says `block-choice` with a block. */
export class MemoryBlocks extends PageElement {
  static properties = { blocks: { attribute: false }, chosen: { attribute: false }, page: { state: true } };

  /** @type {import('./replay.js').Block[]} */
  blocks = [];
  /** @type {number | null} */
  chosen = null;
  page = 0;

  render() {
    const pages = Math.ceil(this.blocks.length / PAGE);
    const page = Math.min(this.page, Math.max(0, pages - 1));
    const rows = this.blocks.slice(page * PAGE, (page + 1) * PAGE);
    const choose = (block) => this.dispatchEvent(new CustomEvent('block-choice', { bubbles: true, detail: block }));
    return html`<div class="table" tabindex="0" role="region" aria-label="Blocks of kernel memory">
        <table>
          <thead><tr><th scope="col">Address</th><th scope="col">What</th><th scope="col">Length</th><th scope="col">State</th></tr></thead>
          <tbody>
            ${rows.map(
              (block) => html`<tr aria-current=${block.offset === this.chosen ? 'true' : nothing}>
                <td><button type="button" data-block=${block.offset} @click=${() => choose(block)}>${hexadecimal(block.offset)}</button></td>
                <td>${roles[block.role].title}</td><td title="${block.length} bytes">${size(block.length)}</td><td>${stateOf(block)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pages > 1
        ? html`<div class="row">
            <button type="button" class="button-quiet" ?disabled=${page === 0} @click=${() => (this.page = page - 1)}>Previous</button>
            <span class="small">Blocks ${page * PAGE + 1} to ${page * PAGE + rows.length} of ${this.blocks.length}</span>
            <button type="button" class="button-quiet" ?disabled=${page === pages - 1} @click=${() => (this.page = page + 1)}>Next</button>
          </div>`
        : nothing}`;
  }
}

customElements.define('memory-blocks', MemoryBlocks);
