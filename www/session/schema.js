// A session: everything that a person has chosen on the page. Links and local storage hold one; whatever is read from
// outside goes through `readSession`, which takes what it knows and drops the rest.

/** The version of a session's shape. A page reads its own version and all older ones. */
export const VERSION = 1;

/**
 * Where the plug-in comes from. Of a file only the name is part of the session.
 * @typedef {{kind: 'sample', name: string} | {kind: 'url', url: string, sha256?: string} | {kind: 'file', name: string}
 *   | {kind: 'manifest', text: string}} Source
 *
 * @typedef {object} Input
 * @property {'text' | 'json' | 'hex' | 'file'} kind
 * @property {string} text
 * @property {string} [file] the path of a file served beside the page, or the name of one that was chosen
 *
 * @typedef {object} Options
 * @property {boolean} worker
 * @property {number | null} timeoutMs of a call in a worker
 * @property {boolean} wasi
 * @property {{path: string, text: string}[]} files the file tree that the plug-in sees
 * @property {[string, string][]} config
 * @property {boolean} http
 * @property {string[]} allowedHosts `{page}` stands for the page's own host
 * @property {number | null} maxPages
 * @property {number | null} maxHttpResponseBytes
 * @property {number | null} maxVarBytes
 * @property {string} logLevel
 * @property {boolean} trace whether the ABI is traced, for the memory view
 *
 * @typedef {object} Session
 * @property {Source} plugin
 * @property {string} function
 * @property {Input} input
 * @property {Options} options
 * @property {Record<FunctionGroup, boolean>} functions which ready-made host functions the plug-in is given
 * @property {string[]} answered imports (`namespace.name`) without a ready-made function that are answered with zero
 * @property {{mode: 'once' | 'many' | 'pool', times: number, workers: number}} run
 * @property {string} view the view of the output
 *
 * @typedef {'log' | 'kv' | 'echo' | 'clock' | 'image_size'} FunctionGroup
 */

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
export const inputKinds = ['text', 'json', 'hex', 'file'];
export const modes = ['once', 'many', 'pool'];
export const views = ['auto', 'text', 'json', 'hex', 'image', 'markdown', 'html'];

/** How many calls one run may have. */
export const MOST_CALLS = 1_000_000;
/** How many workers a pool may have. */
export const MOST_WORKERS = 16;

/** @returns {Session} what the page begins with */
export const defaults = () => ({
  plugin: { kind: 'sample', name: 'count_vowels' },
  function: '',
  input: { kind: 'text', text: '' },
  options: {
    worker: true,
    timeoutMs: 5000,
    wasi: false,
    files: [],
    config: [],
    http: false,
    allowedHosts: [],
    maxPages: null,
    maxHttpResponseBytes: null,
    maxVarBytes: null,
    logLevel: 'info',
    trace: false,
  },
  functions: { log: false, kv: false, echo: false, clock: false, image_size: false },
  answered: [],
  run: { mode: 'once', times: 1000, workers: 4 },
  view: 'auto',
});

const text = (value, otherwise) => (typeof value === 'string' ? value : otherwise);
const flag = (value, otherwise) => (typeof value === 'boolean' ? value : otherwise);
const oneOf = (allowed, value, otherwise) => (allowed.includes(value) ? value : otherwise);
const object = (value) => (typeof value === 'object' && value !== null ? value : {});
const list = (value, isItem) => (Array.isArray(value) ? value.filter(isItem) : []);
const isText = (value) => typeof value === 'string';
const whole = (value, least, most, otherwise) => (Number.isInteger(value) && value >= least && value <= most ? value : otherwise);
const limit = (value, otherwise) => (value === null ? null : whole(value, 0, 2 ** 40, otherwise));

/** @returns {Source | undefined} */
function readSource(value) {
  const { kind, name, url, sha256, text: manifest } = object(value);
  if (kind === 'sample' && isText(name)) return { kind, name };
  if (kind === 'file' && isText(name)) return { kind, name };
  if (kind === 'manifest' && isText(manifest)) return { kind, text: manifest };
  if (kind === 'url' && isText(url)) return /^[0-9a-f]{64}$/.test(sha256) ? { kind, url, sha256 } : { kind, url };
  return undefined;
}

function readOptions(given, base) {
  const hosts = list(given.allowedHosts ?? base.allowedHosts, isText);
  return {
    worker: flag(given.worker, base.worker),
    timeoutMs: limit(given.timeoutMs, base.timeoutMs),
    wasi: flag(given.wasi, base.wasi),
    files: list(given.files ?? base.files, (file) => isText(file?.path) && isText(file?.text)).map(({ path, text }) => ({ path, text })),
    config: list(given.config ?? base.config, (pair) => Array.isArray(pair) && isText(pair[0]) && isText(pair[1])).map(([key, value]) => /** @type {[string, string]} */ ([key, value])),
    http: flag(given.http, hosts.length > 0),
    allowedHosts: hosts,
    maxPages: limit(given.maxPages, base.maxPages),
    maxHttpResponseBytes: limit(given.maxHttpResponseBytes, base.maxHttpResponseBytes),
    maxVarBytes: limit(given.maxVarBytes, base.maxVarBytes),
    logLevel: oneOf(logLevels, given.logLevel, base.logLevel),
    trace: flag(given.trace, base.trace),
  };
}

/**
 * A complete session from anything: what is missing or not what it should be is as in `base`.
 * @param {unknown} value
 * @param {Session} [base]
 * @returns {Session}
 */
export function readSession(value, base = defaults()) {
  const given = object(value);
  const input = object(given.input);
  const functions = object(given.functions);
  const run = object(given.run);
  return {
    plugin: readSource(given.plugin) ?? base.plugin,
    function: text(given.function, base.function),
    input: {
      kind: oneOf(inputKinds, input.kind, base.input.kind),
      text: text(input.text, base.input.text),
      ...(isText(input.file) && { file: input.file }),
    },
    options: readOptions(object(given.options), base.options),
    functions: /** @type {Session['functions']} */ (Object.fromEntries(Object.entries(base.functions).map(([name, on]) => [name, flag(functions[name], on)]))),
    answered: list(given.answered, isText),
    run: {
      mode: oneOf(modes, run.mode, base.run.mode),
      times: whole(run.times, 1, MOST_CALLS, base.run.times),
      workers: whole(run.workers, 1, MOST_WORKERS, base.run.workers),
    },
    view: oneOf(views, given.view, base.view),
  };
}

/** What of a value differs from another of the same shape; `undefined` where nothing does. Arrays are compared as a whole. */
function difference(value, base) {
  if (JSON.stringify(value) === JSON.stringify(base)) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof base !== 'object' || base === null) return value;
  const rows = Object.keys(value).map((key) => [key, difference(value[key], base[key])]);
  return Object.fromEntries(rows.filter(([, row]) => row !== undefined));
}

/** The session without what is as by default: short, for links. @param {Session} session */
export function shortened(session) {
  const { plugin, input, ...rest } = session;
  return { ...difference(rest, defaults()), plugin, input };
}
