// An editor for JSON, loaded when some is edited. It has a shadow root, where CodeMirror's styles are style sheets made by
// script, which the policy of the page allows.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, ensureSyntaxTree, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { findFault, findPath } from './json-path.js';

const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--bg-raised)', color: 'var(--text)', border: '1px solid var(--edge-strong)', borderRadius: 'var(--radius)', fontSize: '0.875rem', maxHeight: '22rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--bg-sunken)', color: 'var(--text-quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 8%, transparent)' },
  '.cm-tooltip, .cm-panels': { backgroundColor: 'var(--bg-raised)', color: 'var(--text)', border: '1px solid var(--edge)' },
});

/** @param {EditorView} view */
const treeOf = ({ state }) => ensureSyntaxTree(state, state.doc.length, 500);

/** That the text is no JSON, and where. @param {EditorView} view @returns {import('@codemirror/lint').Diagnostic[]} */
function syntaxProblems(view) {
  const text = view.state.doc.toString();
  if (text.trim() === '') return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const tree = treeOf(view);
    return tree ? [{ ...findFault(tree, text.length), severity: 'error', message: error.message }] : [];
  }
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--success)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warning)' },
]);

/**
 * `<code-editor label .text .problem>`: `text` sets what is in it, `value` is what is in it now, `problem` is `{path, message}` or
 * `null` and shown at the line of that path. Says `editor-input` when a person changes it. Tab leaves it.
 */
export class CodeEditor extends HTMLElement {
  /** @type {EditorView | null} */
  #view = null;
  #text = '';
  /** @type {{path: string, message: string} | null} */
  #problem = null;

  connectedCallback() {
    if (this.#view) return;
    // Set before the element was defined.
    for (const name of ['text', 'problem']) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const run = () => {
      this.dispatchEvent(new CustomEvent('run-request', { bubbles: true, composed: true }));
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: this.#text,
        extensions: [
          // Before the default keys, which have a use for this one. Tab is in none of them.
          keymap.of([{ key: 'Mod-Enter', run }, ...defaultKeymap, ...historyKeymap]),
          [lineNumbers(), history(), drawSelection(), highlightActiveLine(), indentOnInput(), bracketMatching()],
          json(),
          syntaxHighlighting(colours),
          lintGutter(),
          linter((view) => this.#findings(view)),
          theme,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': this.getAttribute('label') ?? 'JSON' }),
          EditorView.updateListener.of((update) => update.docChanged && this.#changed()),
        ],
      }),
    });
  }

  #changed() {
    this.#problem = null;
    this.dispatchEvent(new CustomEvent('editor-input', { bubbles: true, detail: this.value }));
  }

  /** @param {EditorView} view */
  #findings(view) {
    return [...syntaxProblems(view), ...this.#problems(view)];
  }

  /** @param {EditorView} view @returns {import('@codemirror/lint').Diagnostic[]} */
  #problems(view) {
    // That it is no JSON shows at its place without this.
    if (!this.#problem?.path) return [];
    const tree = treeOf(view);
    const range = tree && findPath(tree.topNode, this.#problem.path, (from, to) => view.state.sliceDoc(from, to));
    return range ? [{ ...range, severity: 'error', message: this.#problem.message }] : [];
  }

  get value() {
    return this.#view ? this.#view.state.doc.toString() : this.#text;
  }

  set text(text) {
    if (this.#view && text !== this.value) this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    this.#text = text;
  }

  get text() {
    return this.#text;
  }

  set problem(problem) {
    if (problem?.path === this.#problem?.path && problem?.message === this.#problem?.message) return;
    this.#problem = problem;
    if (this.#view) this.#view.dispatch(setDiagnostics(this.#view.state, this.#findings(this.#view)));
  }

  get problem() {
    return this.#problem;
  }

  focus() {
    this.#view?.focus();
  }
}

customElements.define('code-editor', CodeEditor);
