// The ready-made host functions. Each call is shown on the page.
import { groups } from '../plugin/needs.js';
import { imageSize } from './image-size.js';

/**
 * @typedef {object} HostCall
 * @property {string} name `namespace.function`
 * @property {string[]} args
 * @property {string} result
 * @property {number} ms
 * @property {number} at milliseconds since the run began
 */

/** How much of a block is shown (characters). */
const SHOWN = 80;

/** @param {Uint8Array | null} bytes */
function shown(bytes) {
  if (bytes === null) return 'nothing';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, 4 * SHOWN), { stream: true });
    return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
  } catch {
    return `${bytes.length} bytes`;
  }
}

const copy = (output) => output && new Uint8Array(output.bytes());

/**
 * What each function does: given blocks as bytes, it returns bytes (stored in a block), a BigInt (as it is), or nothing.
 * @param {Map<string, Uint8Array>} store of the key-value functions
 * @param {(text: string) => void} log
 * @returns {Record<string, (...blocks: Uint8Array[]) => Uint8Array | bigint | undefined>}
 */
function implementations(store, log) {
  const text = (bytes) => new TextDecoder().decode(bytes);
  return {
    log: (message) => void log(text(message)),
    kv_read: (key) => store.get(text(key)) ?? new Uint8Array(),
    kv_write: (key, value) => void store.set(text(key), value),
    kv_delete: (key) => void store.delete(text(key)),
    echo: (bytes) => bytes,
    now_ms: () => BigInt(Date.now()),
    image_size(bytes) {
      const size = imageSize(bytes);
      return new TextEncoder().encode(JSON.stringify(size ?? { error: 'not an image of a known type' }));
    },
  };
}

/**
 * @param {object} choice
 * @param {Record<string, boolean>} choice.functions the groups that the plug-in is given
 * @param {string[]} choice.answered imports (`namespace.name`) that are answered with 0
 * @param {Map<string, string>} choice.types the types of those imports, by `namespace.name`
 * @param {Map<string, Uint8Array>} choice.store of the key-value functions
 * @param {(text: string) => void} choice.log
 * @param {(call: Omit<HostCall, 'at'>) => void} choice.onCall
 * @returns {import('extism-web').HostFunctions}
 */
export function hostFunctions({ functions, answered, types, store, log, onCall }) {
  const all = implementations(store, log);
  /** @type {import('extism-web').HostFunctions} */
  const made = {};
  const put = (namespace, name, run) => ((made[namespace] ??= {})[name] = run);
  const recorded = (namespace, name, run) => (context, ...args) => {
    const start = performance.now();
    const blocks = args.map((arg) => copy(context.read(arg)) ?? new Uint8Array());
    const result = run(...blocks);
    const bytes = result instanceof Uint8Array ? result : null;
    onCall({ name: `${namespace}.${name}`, args: blocks.map(shown), result: bytes ? shown(bytes) : String(result ?? ''), ms: performance.now() - start });
    return bytes ? context.store(bytes) : result;
  };
  for (const group of Object.keys(groups).filter((name) => functions[name])) {
    for (const name of groups[group].functions) {
      // Plug-ins of PDKs before 1.0 import them from `env`.
      for (const namespace of ['extism:host/user', 'env']) put(namespace, name, recorded(namespace, name, all[name]));
    }
  }
  for (const id of answered) {
    const dot = id.lastIndexOf('.');
    const returns = /-> (\w+)/.exec(types.get(id) ?? '')?.[1];
    const zero = returns === 'i64' ? 0n : returns === 'nothing' ? undefined : 0;
    put(id.slice(0, dot), id.slice(dot + 1), (_, ...args) => {
      onCall({ name: id, args: args.map(String), result: zero === undefined ? '' : '0', ms: 0 });
      return zero;
    });
  }
  return made;
}
