import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import { copyText } from '../shell/clipboard.js';
import '../shell/tab-list.js';
import { asCommandLine, asJavaScript, asMarkdown, asRust } from './copy-as.js';
import { toFragment } from './link.js';
import './share-dialog.css';

const forms = [
  { id: 'javascript', title: 'JavaScript' },
  { id: 'rust', title: 'Rust' },
  { id: 'shell', title: 'Command line' },
  { id: 'markdown', title: 'Markdown' },
];

/** A link to the session, and the session as code. */
export class ShareDialog extends PageElement {
  static properties = { link: { state: true }, problem: { state: true }, form: { state: true }, copied: { state: true } };

  link = '';
  problem = '';
  form = 'javascript';
  copied = '';
  /** @type {import('./schema.js').Session | null} */
  #session = null;
  /** @type {import('../plugin/load.js').Loaded | null} */
  #loaded = null;

  /**
   * @param {import('./schema.js').Session} session
   * @param {import('../plugin/load.js').Loaded | null} loaded
   */
  async open(session, loaded) {
    // A link to a URL is a link to the plug-in that is there now.
    const sha256 = loaded?.modules.length === 1 ? loaded.main.sha256 : '';
    const { plugin } = session;
    this.#session = plugin.kind === 'url' && sha256 ? { ...session, plugin: { kind: 'url', url: plugin.url, sha256 } } : session;
    this.#loaded = loaded;
    this.copied = '';
    try {
      this.link = new URL(await toFragment(this.#session), location.href).href;
      this.problem = '';
    } catch (error) {
      this.link = '';
      this.problem = error.message;
    }
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('dialog')?.showModal();
  }

  async #copy(text) {
    this.copied = await copyText(text);
  }

  get #code() {
    const session = this.#session;
    const page = new URL('.', location.href).href;
    if (!session) return '';
    if (this.form === 'rust') return asRust(session, this.#loaded, page);
    if (this.form === 'shell') return asCommandLine(session, page);
    return this.form === 'markdown' ? asMarkdown(session, this.link || page, this.#loaded) : asJavaScript(session, this.#loaded, page);
  }

  render() {
    const code = this.#code;
    return html`<dialog aria-labelledby="share-heading">
      <div class="stack">
        <div class="head">
          <h2 id="share-heading">Share</h2>
          <button type="button" class="button-quiet" @click=${() => this.querySelector('dialog')?.close()}>Close</button>
        </div>
        ${this.problem
          ? html`<p class="error-text" id="share-problem">${this.problem}</p>`
          : html`<div class="field">
              <label for="share-link">A link to this plug-in, its input and options. Nothing is stored on a server.</label>
              <div class="link">
                <input id="share-link" readonly .value=${this.link} @focus=${(event) => event.target.select()} />
                <button type="button" @click=${() => this.#copy(this.link)}>Copy</button>
              </div>
            </div>`}
        <h3>Copy as</h3>
        <tab-list name="share" label="Copy as" .tabs=${forms} selected=${this.form} @tab-change=${(event) => (this.form = event.detail)}></tab-list>
        <div role="tabpanel" id="share-panel-${this.form}" aria-labelledby="share-tab-${this.form}" class="stack">
          <pre tabindex="0" id="share-code">${code}</pre>
          <div class="row"><button type="button" class="button-quiet" @click=${() => this.#copy(code)}>Copy code</button></div>
        </div>
        <p role="status" class="small">${this.copied || nothing}</p>
      </div>
    </dialog>`;
  }
}

customElements.define('share-dialog', ShareDialog);
