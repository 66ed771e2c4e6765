import { PluginError } from './error.js';

const copies = 'Copy node_modules/extism-web/pkg/extism_web_bg.wasm there, have the bundler emit it (Vite: optimizeDeps.exclude), or give it to initialize of extism-web/module';

/**
 * The error of a file of the package's own that cannot be loaded.
 *
 * @param {string} what is wrong
 * @param {unknown} [cause]
 * @param {string} [remedy]
 */
export function loadError(what, cause, remedy = copies) {
  return new PluginError(`${what}. ${remedy}; see extism-web's docs/bundlers.md`, 'HOST_LOAD', undefined, cause);
}

/** @param {string | URL} url @param {string} what @param {unknown} [cause] */
const notLoaded = (url, what, cause) => loadError(`extism-web's WebAssembly cannot be loaded from ${url}: ${what}`, cause);

/** @param {any} error */
export const messageOf = (error) => error?.message ?? String(error);

/**
 * Fetches the host's WebAssembly.
 *
 * @param {string | URL} url
 * @returns {Promise<Response | Uint8Array>} a response where it can be compiled while it arrives
 * @throws {PluginError} HOST_LOAD
 */
export async function fetchHost(url) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw notLoaded(url, `${messageOf(error)}, by the network or a policy's connect-src`, error);
  }
  return readHost(response, url);
}

/**
 * @param {Response} response
 * @param {string | URL} url
 * @returns {Promise<Response | Uint8Array>}
 */
export async function readHost(response, url) {
  if (!response.ok) throw notLoaded(url, `the server answered with ${response.status}`);
  const type = response.headers.get('content-type');
  if (type === 'application/wasm') return response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Servers of single pages answer with their page for whatever they do not have.
  if (String(bytes.subarray(0, 4)) !== '0,97,115,109') throw notLoaded(url, `the server answered with ${type}`);
  return bytes;
}

/**
 * What a start of the host's WebAssembly failed with.
 *
 * @param {any} error
 * @param {string | undefined} where it came from; `undefined` where the application gave it
 */
export function startError(error, where) {
  if (error instanceof PluginError || error?.code === 'INVALID_OPTION') return error;
  const message = messageOf(error);
  if (/unsafe-eval|CSP|content security/i.test(message)) {
    return loadError(`extism-web's WebAssembly is refused by the content security policy: ${message}`, error, "script-src needs 'wasm-unsafe-eval'");
  }
  // It wants other imports than the script has, or does not have the script's mark.
  if (error instanceof WebAssembly.LinkError || (error instanceof TypeError && /import/i.test(message))) {
    const text = `extism-web's script and its WebAssembly${where ? ` (${where})` : ''} are of different builds: pages, workers and caches must have all from one`;
    return new PluginError(text, 'NOT_INITIALIZED', undefined, error);
  }
  return notLoaded(where ?? 'what initialize was given', message, error);
}
