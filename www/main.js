// The playground: choose a plug-in, choose a function, give it input, see what comes back.
import createPlugin from 'extism-web';

const find = (id) => document.getElementById(id);
const form = find('form');
const file = find('file');
const functions = find('function');
const input = find('input');
const inWorker = find('worker');
const limit = find('limit');
const run = find('run');
const cancel = find('cancel');
const output = find('output');
const failure = find('error');
const time = find('time');
const status = find('plugin');

/** Exports that are a toolchain's, not the plug-in's. */
const internal = new Set(['_initialize', '_start', 'hs_init', '__wasm_call_ctors']);

let plugin = null;
/** Counts choices of a plug-in, so that a slow one does not overtake a later one. */
let choice = 0;
/** Ends the call that runs in a worker. */
let running = null;

/** The time limit in milliseconds; 0 for none. */
const timeoutMs = () => (inWorker.checked && limit.checkValidity() && limit.valueAsNumber) || 0;

function place() {
  if (!inWorker.checked) return '';
  return crossOriginIsolated ? ', in a worker that shares memory with this page' : ', in a worker that this page exchanges messages with';
}

function report(error) {
  output.textContent = '';
  failure.textContent = error.code ? `${error.message} (${error.code})` : String(error);
}

async function load() {
  const mine = ++choice;
  const bundled = form.elements.source.value === 'bundled';
  run.disabled = cancel.disabled = true;
  running = null;
  functions.replaceChildren();
  failure.textContent = status.textContent = '';
  if (!bundled && !file.files.length) {
    status.textContent = 'Choose a .wasm file.';
    return;
  }
  try {
    await plugin?.close();
    plugin = null;
    const source = bundled ? new URL('count_vowels.wasm', location.href) : await file.files[0].arrayBuffer();
    const start = performance.now();
    const next = await createPlugin(source, { runInWorker: inWorker.checked, timeoutMs: timeoutMs() });
    const elapsed = performance.now() - start;
    if (mine !== choice) {
      await next.close();
      return;
    }
    plugin = next;
    const names = (await plugin.getExports()).filter((row) => row.kind === 'function' && !internal.has(row.name));
    functions.replaceChildren(...names.map((row) => new Option(row.name)));
    status.textContent = `Ready after ${elapsed.toFixed(1)} ms${place()}.`;
    run.disabled = names.length === 0;
  } catch (error) {
    if (mine === choice) report(error);
  }
}

async function call(event) {
  event.preventDefault();
  const mine = choice;
  run.disabled = true;
  failure.textContent = time.textContent = '';
  const options = inWorker.checked ? begin() : undefined;
  const start = performance.now();
  let show;
  try {
    const result = await plugin.call(functions.value, input.value, null, options);
    const elapsed = performance.now() - start;
    show = () => {
      output.textContent = result === null ? '(no output)' : result.text();
      time.textContent = `${result?.byteLength ?? 0} bytes in ${elapsed.toFixed(2)} ms`;
    };
  } catch (error) {
    show = () => report(error);
  }
  // Another plug-in may have been chosen meanwhile, which ended this one.
  if (mine !== choice) return;
  running = null;
  cancel.disabled = true;
  show();
  run.disabled = false;
}

/** The options of a call in a worker, which can be ended from now on. */
function begin() {
  running = new AbortController();
  cancel.disabled = false;
  return { signal: running.signal, timeoutMs: timeoutMs() };
}

cancel.addEventListener('click', () => running?.abort());
inWorker.addEventListener('change', () => {
  limit.disabled = !inWorker.checked;
  load();
});
form.addEventListener('submit', call);
for (const radio of form.elements.source) radio.addEventListener('change', load);
file.addEventListener('change', () => {
  form.elements.source.value = 'file';
  load();
});
await load();
