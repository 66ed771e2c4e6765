import { html, nothing } from 'lit';
import { PageElement } from '../element.js';
import '../plugin/plugin-facts.js';
import '../plugin/plugin-source.js';
import '../run/options-form.js';
import '../run/run-form.js';
import { samples } from '../samples/index.js';
import './play-app.css';
import { Playground } from './playground.js';
import './tab-list.js';

/** The version of the package, which the build puts in. */
const VERSION = __VERSION__;

/** What shows a part of a run, loaded when there is something to show. */
const parts = {
  output: () => Promise.all([import('../output/output-panel.js'), import('../output/times-bar.js')]),
  error: () => import('../output/error-panel.js'),
  statistics: () => import('../run/run-statistics.js'),
  log: () => import('../output/log-panel.js'),
  calls: () => import('../output/calls-panel.js'),
  memory: () => import('../memory/memory-view.js'),
  files: () => import('./file-list.js'),
  share: () => import('../session/share-dialog.js'),
};

/** The page: it hands the state of the `Playground` down, and what people do up. */
export class PlayApp extends PageElement {
  static properties = { tab: { state: true }, isDropping: { state: true } };

  tab = 'output';
  isDropping = false;
  #playground = new Playground();

  connectedCallback() {
    // What the page said before its script was there.
    this.replaceChildren();
    super.connectedCallback();
    this.#playground.addEventListener('change', () => this.requestUpdate());
    document.addEventListener('keydown', (event) => this.#onKey(event));
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) document.addEventListener(type, (event) => this.#onDrag(/** @type {DragEvent} */ (event)));
    this.#playground.start();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#run();
    } else if (event.key === 'Escape' && this.#playground.isRunning) {
      this.#playground.cancel();
    }
  }

  #run() {
    this.#playground.run();
    const results = this.querySelector('.results');
    // On a small screen they are below what was pressed.
    if (results && results.getBoundingClientRect().top > innerHeight - 100) results.scrollIntoView({ block: 'start' });
  }

  /** A file may be dropped anywhere. @param {DragEvent} event */
  #onDrag(event) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    // Leaving one element for another is no leaving of the page.
    this.isDropping = event.type === 'dragover' || (event.type === 'dragleave' && event.relatedTarget !== null);
    const [file] = event.type === 'drop' ? event.dataTransfer.files : [];
    if (file) this.#playground.choose({ kind: 'file', name: file.name }, file);
  }

  #theme() {
    const { dataset } = document.documentElement;
    const choose = (event) => {
      const theme = event.target.value;
      if (theme === 'system') delete dataset.theme;
      else dataset.theme = theme;
      try {
        localStorage.setItem('extism-web-theme', theme);
      } catch {
        // It lasts as long as the page then.
      }
    };
    return html`<select aria-label="Colours" id="theme" @change=${choose}>
      ${['system', 'light', 'dark'].map((theme) => html`<option ?selected=${theme === (dataset.theme ?? 'system')}>${theme}</option>`)}
    </select>`;
  }

  async #share() {
    await parts.share();
    await this.updateComplete;
    /** @type {any} */ (this.querySelector('share-dialog')).open(this.#playground.session, this.#playground.loaded);
  }

  #header() {
    return html`<header class="bar">
      <h1>extism-web <span>playground</span> <small id="version" title="The version of the package that this page runs">${VERSION}</small></h1>
      <button type="button" class="button-quiet" id="share" @click=${this.#share}>Share</button>
      <button type="button" class="button-quiet" id="reset" title="Forgets the session and the file that this browser has kept" @click=${() => this.#playground.reset()}>Reset</button>
      ${this.#theme()}
    </header>`;
  }

  #side() {
    const { session, loaded, loadError, progress, needs, functions, isRunning, hasPlugin, done, sample } = this.#playground;
    return html`<div class="side">
      <section class="card" aria-labelledby="plugin-heading">
        <h2 id="plugin-heading">Plug-in</h2>
        <plugin-source .source=${session.plugin} .samples=${samples} .progress=${progress} .error=${loadError}></plugin-source>
        <plugin-facts .loaded=${loaded} .needs=${needs}></plugin-facts>
      </section>
      <section class="card" aria-labelledby="run-heading">
        <h2 id="run-heading">Call</h2>
        <run-form .session=${session} .functions=${functions} .hints=${sample?.functions ?? {}} ?ready=${Boolean(loaded) && functions.length > 0} ?running=${isRunning} ?kept=${hasPlugin} .progress=${done}></run-form>
        <options-form .options=${session.options}></options-form>
      </section>
    </div>`;
  }

  #output() {
    const { outcome, session } = this.#playground;
    if (outcome.state === 'idle') return html`<p class="empty">The output appears here when the plug-in has run.</p>`;
    parts.output();
    if (outcome.error !== undefined && outcome.state === 'failed') parts.error();
    if (outcome.statistics) parts.statistics();
    return html`<div class="stack">
      ${outcome.state === 'failed' ? html`<error-panel .error=${outcome.error}></error-panel>` : html`<output-panel .outcome=${outcome} .view=${session.view}></output-panel>`}
      ${outcome.statistics ? html`<run-statistics .statistics=${outcome.statistics}></run-statistics>` : nothing}
      ${outcome.times.length > 0 ? html`<times-bar .times=${outcome.times}></times-bar>` : nothing}
    </div>`;
  }

  #panel() {
    const { lines, calls, trace, session, files, outcome } = this.#playground;
    switch (this.tab) {
      case 'log':
        parts.log();
        return html`<log-panel .lines=${lines}></log-panel>`;
      case 'calls':
        parts.calls();
        return html`<calls-panel .calls=${calls}></calls-panel>`;
      case 'memory':
        parts.memory();
        return html`<memory-view .trace=${trace} .tracing=${session.options.trace} .hasRun=${outcome.isTraced && outcome.state !== 'running'}></memory-view>`;
      case 'files':
        parts.files();
        return html`<file-list .files=${files}></file-list>`;
      default:
        return this.#output();
    }
  }

  #results() {
    const { lines, calls, session } = this.#playground;
    const tabs = [
      { id: 'output', title: 'Output' },
      { id: 'log', title: 'Log', count: lines.length },
      { id: 'calls', title: 'Host functions', count: calls.length },
      { id: 'memory', title: 'Memory' },
      ...(session.options.wasi ? [{ id: 'files', title: 'Files' }] : []),
    ];
    if (!tabs.some(({ id }) => id === this.tab)) this.tab = 'output';
    return html`<section class="results card" aria-label="Result">
      <tab-list name="result" label="Result" .tabs=${tabs} selected=${this.tab} @tab-change=${(event) => (this.tab = event.detail)}></tab-list>
      <div role="tabpanel" id="result-panel-${this.tab}" aria-labelledby="result-tab-${this.tab}" tabindex="-1">${this.#panel()}</div>
    </section>`;
  }

  render() {
    const playground = this.#playground;
    const { notice, status } = playground;
    return html`
      ${this.#header()}
      <main
        @source-change=${({ detail }) => playground.choose(detail.source, detail.file)}
        @need-change=${({ detail }) => playground.change(detail.need.grant(playground.session, detail.granted))}
        @session-change=${({ detail }) => playground.change(detail)}
        @input-file=${({ detail }) => playground.chooseInput(detail)}
        @run-request=${() => this.#run()}
        @cancel-request=${() => playground.cancel()}
        @reset-request=${() => playground.renew()}
        @view-change=${({ detail }) => playground.change({ view: detail })}
        @clear-log=${() => playground.clearLog()}
        @enable-tracing=${() => playground.change({ options: { ...playground.session.options, trace: true } })}
      >
        ${notice ? html`<p class="notice ${notice.kind}" id="notice" role="note">${notice.text}</p>` : nothing} ${this.#side()} ${this.#results()}
      </main>
      <p class="visually-hidden" role="status" id="status" data-runs=${playground.runs}>${status}</p>
      <share-dialog></share-dialog>
      ${this.isDropping ? html`<div class="drop-veil">Drop a plug-in or a manifest</div>` : nothing}
      <footer class="small quiet">Plug-ins run in this page, and only what you grant leaves it.</footer>
    `;
  }
}

customElements.define('play-app', PlayApp);
