// What the page does, without its looks: one plug-in loaded, one session, one run at a time.
import { callable } from '../plugin/describe.js';
import { load } from '../plugin/load.js';
import { grantAll, needsOf, withHosts } from '../plugin/needs.js';
import { RunFailure, Runner } from '../run/runner.js';
import { samples } from '../samples/index.js';
import { fromFragment } from '../session/link.js';
import { defaults, readSession } from '../session/schema.js';
import { forget, storeFile, storedFile, storedSession, storeSession } from '../session/storage.js';
import { duration } from './format.js';

/** @import { Loaded } from '../plugin/load.js' */
/** @import { Session, Source } from '../session/schema.js' */

/** The most lines of log, and calls of host functions, that the page keeps of a run. */
const KEPT = 10_000;

const idle = () => ({ state: 'idle', functionName: '', output: undefined, error: undefined, times: [], statistics: undefined, isTraced: false });

/** Says `change` whenever something of it changed. */
export class Playground extends EventTarget {
  /** @type {Session} */
  session = defaults();
  /** @type {Loaded | null} */
  loaded = null;
  /** @type {any} */
  loadError = null;
  /** @type {import('../plugin/download.js').Progress | null} */
  progress = null;
  /** A download or a compilation is going on. */
  isLoading = false;
  /** Where the session came from, where that matters to the person. @type {{kind: 'link' | 'problem', text: string} | null} */
  notice = null;
  outcome = /** @type {any} */ (idle());
  /** @type {any[]} */
  lines = [];
  /** @type {any[]} */
  calls = [];
  /** @type {any} */
  trace = null;
  /** How many calls of many are over. */
  done = 0;
  /** How many runs there were. */
  runs = 0;
  /** What a screen reader is told. */
  status = '';

  #runner = new Runner();
  /** @type {AbortController | null} */
  #loading = null;
  /** The plug-in's file, where it is one. @type {Blob | null} */
  #file = null;
  /** The input's file. @type {Blob | null} */
  #inputFile = null;
  /** Whether the session is a stranger's until the person does something with it. */
  #isForeign = false;
  #saveTimer = 0;
  #drawn = false;
  /** The fetch time of a plug-in that has not run yet. */
  #isFresh = false;

  get isRunning() {
    return this.#runner.isRunning;
  }

  get hasPlugin() {
    return this.#runner.hasPlugin;
  }

  get files() {
    return this.#runner.files;
  }

  get sample() {
    const { plugin } = this.session;
    return plugin.kind === 'sample' ? samples.find(({ name }) => name === plugin.name) : undefined;
  }

  /** The functions that can be called. */
  get functions() {
    return this.loaded ? callable(this.loaded.main.description).map(({ name }) => name) : [];
  }

  get needs() {
    if (!this.loaded) return [];
    const { modules } = this.loaded;
    return needsOf(modules.map(({ description }) => description), modules.map(({ name }) => name), this.session);
  }

  #changed() {
    if (this.#drawn) return;
    this.#drawn = true;
    queueMicrotask(() => {
      this.#drawn = false;
      this.dispatchEvent(new Event('change'));
    });
  }

  /** Begins with the link that the page was opened by, else with the last session, else with the first sample. */
  async start() {
    addEventListener('hashchange', () => this.#open(location.hash));
    if (await this.#open(location.hash)) return;
    const stored = storedSession();
    this.session = stored ?? this.#preset({ kind: 'sample', name: 'count_vowels' });
    if (stored?.plugin.kind === 'file') this.#file = await storedFile();
    await this.#load({ keep: true });
  }

  /** @param {string} fragment @returns {Promise<boolean>} whether it had a session */
  async #open(fragment) {
    let session;
    try {
      session = await fromFragment(fragment);
    } catch (error) {
      this.notice = { kind: 'problem', text: error.message };
      this.#changed();
      return false;
    }
    if (!session) return false;
    this.#isForeign = true;
    this.notice = { kind: 'link', text: 'This came from a link. Nothing of the plug-in has run yet: look at what it may use, then press Run.' };
    this.session = session;
    this.#inputFile = null;
    await this.#forgetRun();
    await this.#load({ keep: true });
    return true;
  }

  /** The session of a source that was just chosen: a sample has its own; of the rest, what is not about one plug-in stays. @param {Source} source */
  #preset(source) {
    const { options, run } = this.session;
    const fresh = { ...defaults(), plugin: source, run };
    fresh.options.trace = options.trace;
    const sample = source.kind === 'sample' ? samples.find(({ name }) => name === source.name) : undefined;
    return readSession(sample?.session, fresh);
  }

  /**
   * @param {Source} source
   * @param {Blob} [file] what a source of that kind stands for
   */
  async choose(source, file) {
    if (source.kind === 'file') {
      this.#file = file ?? null;
      if (file) storeFile(file);
    }
    this.session = this.#preset(source);
    this.#inputFile = null;
    this.notice = null;
    this.#isForeign = false;
    await this.#forgetRun();
    await this.#load({ keep: source.kind === 'sample' });
  }

  async #forgetRun() {
    this.#runner.cancel();
    this.outcome = idle();
    this.lines = [];
    this.calls = [];
    this.trace = null;
    await this.#runner.reset();
  }

  /** @param {{keep: boolean}} options whether the session says already what is granted */
  async #load({ keep }) {
    this.#loading?.abort();
    const control = (this.#loading = new AbortController());
    this.loaded = null;
    this.loadError = null;
    this.isLoading = true;
    this.status = 'Loading the plug-in';
    this.#changed();
    try {
      const loaded = await load(this.session.plugin, {
        file: this.#file,
        signal: control.signal,
        onProgress: (progress) => {
          if (control !== this.#loading) return;
          this.progress = progress;
          this.#changed();
        },
      });
      if (control !== this.#loading) return;
      this.loaded = loaded;
      this.#isFresh = true;
      const names = loaded.modules.map(({ name }) => name);
      if (!keep) this.session = grantAll(loaded.modules.map(({ description }) => description), names, withHosts(loaded.manifest, this.session));
      if (!this.functions.includes(this.session.function)) this.session = { ...this.session, function: this.functions[0] ?? '' };
      this.status = `Loaded ${loaded.title}`;
      this.#save();
    } catch (error) {
      if (control !== this.#loading) return;
      this.loadError = error;
      this.status = '';
    } finally {
      if (control === this.#loading) {
        this.isLoading = false;
        this.progress = null;
        this.#changed();
      }
    }
  }

  /** @param {Partial<Session>} part */
  change(part) {
    if (part.input && part.input.kind !== this.session.input.kind) this.#inputFile = null;
    this.session = { ...this.session, ...part };
    this.#save();
    this.#changed();
  }

  /** @param {File} file */
  chooseInput(file) {
    this.#inputFile = file;
    this.session = { ...this.session, input: { kind: 'file', text: this.session.input.text, file: file.name } };
    this.#save();
    this.#changed();
  }

  /** A session of the person's own is kept for the next visit. */
  #save() {
    if (this.#isForeign) return;
    // The address no longer says what is on the page.
    if (location.hash) history.replaceState(null, '', location.pathname + location.search);
    clearTimeout(this.#saveTimer);
    this.#saveTimer = window.setTimeout(() => storeSession(this.session), 200);
  }

  /** What an input of the kind file stands for. */
  async #readInputFile() {
    const { kind, file } = this.session.input;
    if (kind !== 'file' || this.#inputFile) return this.#inputFile;
    if (!file?.startsWith('samples/')) return null;
    const response = await fetch(new URL(file, location.href));
    if (!response.ok) throw new Error(`${file} could not be downloaded: status ${response.status}`);
    return (this.#inputFile = await response.blob());
  }

  async run() {
    if (!this.loaded || this.isRunning || this.session.function === '') return;
    this.#isForeign = false;
    this.notice = null;
    const { session, loaded } = this;
    const lines = (this.lines = /** @type {any[]} */ ([]));
    const calls = (this.calls = /** @type {any[]} */ ([]));
    this.done = 0;
    this.runs++;
    this.status = `Running ${session.function}`;
    this.outcome = { ...idle(), state: 'running', functionName: session.function, isTraced: session.options.trace };
    this.#changed();
    const first = this.#isFresh ? [{ name: 'fetch', ms: loaded.fetchMs }] : [];
    try {
      const file = await this.#readInputFile();
      const { output, times, statistics } = await this.#runner.run(session, loaded, file, {
        log: (line) => this.#keep(lines, line),
        hostCall: (call) => this.#keep(calls, call),
        progress: (done) => {
          this.done = done;
          this.#changed();
        },
      });
      this.#isFresh = false;
      const last = times[times.length - 1];
      const status = `Done: ${output === null ? 'no output' : `${output.length} bytes`} in ${duration(last.ms)}`;
      await this.#finish(loaded, status, { state: 'done', functionName: session.function, output, error: undefined, times: [...first, ...times], statistics });
    } catch (failure) {
      const [error, times] = failure instanceof RunFailure ? [failure.cause, failure.times] : [failure, []];
      const state = error?.code === 'ABORTED' || error?.name === 'AbortError' ? 'canceled' : 'failed';
      const status = state === 'canceled' ? 'Canceled' : `Failed: ${error?.message ?? error}`;
      await this.#finish(loaded, status, { state, functionName: session.function, output: undefined, error, times: [...first, ...times], statistics: undefined });
    }
  }

  /** @param {Loaded} loaded @param {string} status @param {any} outcome */
  async #finish(loaded, status, outcome) {
    const { isTraced } = this.outcome;
    const trace = await this.#runner.trace().catch(() => null);
    this.#changed();
    // Another plug-in was chosen meanwhile: only that nothing runs any more matters.
    if (loaded !== this.loaded) return;
    this.status = status;
    this.trace = trace;
    this.outcome = { ...outcome, isTraced };
    // New arrays, so that what shows them sees that they changed.
    this.lines = [...this.lines];
    this.calls = [...this.calls];
    this.#save();
    this.#changed();
  }

  #keep(list, item) {
    if (list.length < KEPT) list.push(item);
    this.#changed();
  }

  cancel() {
    this.#runner.cancel();
  }

  clearLog() {
    this.lines = [];
    this.#changed();
  }

  /** Closes the plug-in and forgets what the runs left. */
  async renew() {
    await this.#forgetRun();
    this.status = 'The next run starts a fresh plug-in';
    this.#changed();
  }

  /** Forgets everything, also what is stored on this machine. */
  async reset() {
    clearTimeout(this.#saveTimer);
    await forget();
    this.session = defaults();
    await this.choose({ kind: 'sample', name: 'count_vowels' });
    this.status = 'Everything is as on the first visit';
    this.#changed();
  }
}
