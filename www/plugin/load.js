// From what a person chose to modules that are described, and a manifest to compile. Nothing of the plug-in runs.
import { describe } from './describe.js';
import { download } from './download.js';

/** @import { Description } from './describe.js' */
/** @import { Progress } from './download.js' */
/** @import { Source } from '../session/schema.js' */

/**
 * @typedef {object} LoadedModule
 * @property {string} name
 * @property {number} size bytes
 * @property {string} sha256 in hexadecimal
 * @property {Description} description
 *
 * @typedef {{signal?: AbortSignal, onProgress?: (progress: Progress) => void}} Watching
 *
 * @typedef {object} Loaded
 * @property {string} title
 * @property {LoadedModule[]} modules
 * @property {LoadedModule} main
 * @property {object} manifest for the package, all modules as bytes
 * @property {number} fetchMs
 */

/** A plug-in that cannot be used; `path` is where in the manifest, as in `wasm[0].url`. */
export class LoadError extends Error {
  /** @param {string} message @param {{cause?: unknown, path?: string}} [options] */
  constructor(message, { cause, path } = {}) {
    super(message, { cause });
    this.name = 'LoadError';
    this.path = path;
  }
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256(bytes) {
  // There on secure pages only.
  return globalThis.crypto?.subtle ? hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) : '';
}

const isWasm = (bytes) => bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;

/** A manifest begins with a brace. @param {Uint8Array} bytes */
const mayBeManifest = (bytes) => /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 1024)));

/** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes @param {string} [path] */
async function readModule(name, bytes, path) {
  if (!isWasm(bytes)) {
    const what = bytes.length === 0 ? 'is empty' : 'is not a WebAssembly module: it does not begin with its magic number';
    throw new LoadError(`${name} ${what}`, { path });
  }
  let module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    throw new LoadError(`${name} is not a valid WebAssembly module: ${error.message}`, { cause: error, path });
  }
  return { name, size: bytes.length, sha256: await sha256(bytes), description: describe(module, bytes) };
}

/** @param {unknown} data @param {string} path */
function readData(data, path) {
  try {
    if (typeof data !== 'string') throw new TypeError('not a string');
    return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  } catch (error) {
    throw new LoadError(`manifest.${path}.data must be base64: ${error.message}`, { cause: error, path: `${path}.data` });
  }
}

/** @param {any} item of a manifest's `wasm` @param {number} index @param {URL} base @param {Watching} progress */
async function fetchItem(item, index, base, progress) {
  const path = `wasm[${index}]`;
  if (typeof item !== 'object' || item === null) throw new LoadError(`manifest.${path} must be an object`, { path });
  if (typeof item.url === 'string') {
    const { method, headers } = item;
    try {
      return await download(new URL(item.url, base), { ...progress, request: { method, headers } });
    } catch (error) {
      if (progress.signal?.aborted) throw error;
      throw new LoadError(`manifest.${path}.url: ${error.message}`, { cause: error, path: `${path}.url` });
    }
  }
  if ('data' in item) return readData(item.data, path);
  if ('path' in item) throw new LoadError(`manifest.${path}.path names a file, which a page cannot read: give a url, or the bytes as base64 in data`, { path: `${path}.path` });
  throw new LoadError(`manifest.${path} must have a url or data`, { path });
}

/**
 * @param {string} text JSON
 * @param {{title: string, base: URL} & Watching} options
 * @returns {Promise<Omit<Loaded, 'fetchMs'>>}
 */
async function loadManifest(text, { title, base, ...progress }) {
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new LoadError(`The manifest is not JSON: ${error.message}`, { cause: error, path: '' });
  }
  if (!Array.isArray(manifest?.wasm) || manifest.wasm.length === 0) {
    throw new LoadError('manifest.wasm must be a list of at least one module', { path: 'wasm' });
  }
  const items = await Promise.all(manifest.wasm.map((item, index) => fetchItem(item, index, base, progress)));
  const names = manifest.wasm.map((item, index) => (typeof item.name === 'string' ? item.name : index === items.length - 1 ? 'main' : `module ${index}`));
  const modules = await Promise.all(items.map((bytes, index) => readModule(names[index], bytes, `wasm[${index}]`)));
  for (const [index, { hash }] of manifest.wasm.entries()) {
    const { name, sha256: actual } = modules[index];
    if (hash !== undefined && actual !== '' && String(hash).toLowerCase() !== actual) {
      throw new LoadError(`${name} has the SHA-256 ${actual}, and the manifest demands ${hash}`, { path: `wasm[${index}].hash` });
    }
  }
  const wasm = manifest.wasm.map(({ name }, index) => ({ data: items[index], ...(name !== undefined && { name }) }));
  const main = modules.find(({ name }) => name === 'main') ?? modules[modules.length - 1];
  return { title, modules, main, manifest: { ...manifest, wasm } };
}

/** @param {string} title @param {Uint8Array<ArrayBuffer>} bytes @param {URL} base @param {Watching} progress */
async function fromBytes(title, bytes, base, progress) {
  if (!isWasm(bytes) && mayBeManifest(bytes)) return loadManifest(new TextDecoder().decode(bytes), { title, base, ...progress });
  const main = await readModule(title, bytes);
  return { title, modules: [main], main, manifest: { wasm: [{ data: bytes }] } };
}

/**
 * Loads a plug-in.
 *
 * @param {Source} source
 * @param {{file?: Blob | null} & Watching} options `file` is what a source of that kind stands for
 * @returns {Promise<Loaded>}
 * @throws {Error} that names what is wrong; of a manifest a `LoadError` with a path
 */
export async function load(source, { file, ...progress }) {
  const start = performance.now();
  const done = (loaded) => ({ ...loaded, fetchMs: performance.now() - start });
  const page = new URL('.', location.href);
  if (source.kind === 'manifest') return done(await loadManifest(source.text, { title: 'Manifest', base: page, ...progress }));
  if (source.kind === 'file') {
    if (!file) throw new LoadError(`Choose the file ${source.name} again: the page no longer has it.`);
    return done(await fromBytes(source.name, new Uint8Array(await file.arrayBuffer()), page, progress));
  }
  const url = source.kind === 'sample' ? new URL(`samples/${encodeURIComponent(source.name)}.wasm`, page) : absolute(source.url, page);
  const title = source.kind === 'sample' ? source.name : (url.pathname.split('/').pop() || url.host);
  const bytes = await download(url, progress);
  const demanded = source.kind === 'url' ? source.sha256 : undefined;
  const actual = demanded && (await sha256(bytes));
  if (actual && actual !== demanded) {
    throw new LoadError(`${url} is not the plug-in that the link was made for: its SHA-256 is ${actual}, and the link demands ${demanded}`);
  }
  return done(await fromBytes(title, bytes, url, progress));
}

/** @param {string} url @param {URL} base */
function absolute(url, base) {
  try {
    return new URL(url, base);
  } catch (error) {
    throw new LoadError(`"${url}" is not a URL`, { cause: error });
  }
}
