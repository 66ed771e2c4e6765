import { html } from 'lit';
import { PageElement } from '../element.js';
import { size } from '../shell/format.js';
import './memory-flow.css';

/** The three memories, and the bytes that moved between them up to an event. */
export class MemoryFlow extends PageElement {
  static properties = { trace: { attribute: false }, moved: { attribute: false } };

  /** @type {import('extism-web').CallTrace} */
  trace;
  /** @type {import('./replay.js').Moved} */
  moved;

  render() {
    const { kernel, plugin } = this.trace;
    const { pageToKernel, kernelToPlugin, pluginToKernel, kernelToPage } = this.moved;
    const between = (there, back, forth, hint) => html`<div class="between" title=${hint}>
      <span><span class="visually-hidden">${forth[0]}: </span>→ ${size(there)}</span><span><span class="visually-hidden">${forth[1]}: </span>← ${size(back)}</span>
    </div>`;
    return html`
      <div class="box"><strong>Page</strong><span class="quiet">JavaScript</span></div>
      ${between(pageToKernel, kernelToPage, ['page to kernel', 'kernel to page'], 'Input and results of host functions go in, the output comes out')}
      <div class="box"><strong>Kernel</strong><span class="quiet">${size(kernel.byteLength)}</span></div>
      ${between(kernelToPlugin, pluginToKernel, ['kernel to plug-in', 'plug-in to kernel'], 'What the plug-in loaded and stored')}
      <div class="box"><strong>Plug-in</strong><span class="quiet">${plugin ? size(plugin.byteLength) : 'not exported'}</span></div>
    `;
  }
}

customElements.define('memory-flow', MemoryFlow);
