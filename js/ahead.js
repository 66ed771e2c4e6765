import { hasFiles, isReady } from './runtime.js';

/** @import { ManifestLike } from './types.js' */

/** @typedef {(url: string, init?: RequestInit) => unknown} Send */

/** @param {unknown} url @returns {string | undefined} the URL as the host will ask for it */
function urlOf(url) {
  if (url instanceof URL) return /^https?:/.test(url.href) ? url.href : undefined;
  if (typeof url !== 'string') return undefined;
  if (/^https?:/i.test(url)) return url;
  // What has no scheme is a path where there are files.
  return hasFiles() || /^(file|data|blob):/i.test(url) ? undefined : url;
}

/**
 * The URLs that a manifest will be read from, as far as they are asked for without a method and headers of their own.
 *
 * @param {any} manifest
 * @returns {string[]}
 */
function urlsIn(manifest) {
  const isJson = typeof manifest === 'string' && /^\s*\{/.test(manifest);
  if (!isJson && (typeof manifest === 'string' || manifest instanceof URL)) return [urlOf(manifest) ?? []].flat();
  const { wasm } = (isJson ? JSON.parse(manifest) : manifest) ?? {};
  if (!Array.isArray(wasm)) return [];
  return wasm.flatMap((item) => (item?.method === undefined && item?.headers === undefined ? (urlOf(item?.url) ?? []) : []));
}

/**
 * Requests of a plug-in's modules that are made while the host's WebAssembly is still on its way, so that both come in one trip. The host
 * asks for them as ever, by `fetch`, and is given what was asked for already.
 */
class Ahead {
  /** @type {Map<string, Promise<any>>} */
  #responses = new Map();
  #send;

  /** @param {Send | undefined} own the application's `fetch` */
  constructor(own) {
    /** @type {Send} */
    this.#send = own ?? ((url, init) => globalThis.fetch(url, init));
  }

  /**
   * Asks for what a manifest names. Whatever is wrong with it is for the host to find.
   *
   * @param {ManifestLike} manifest
   */
  begin(manifest) {
    try {
      for (const url of urlsIn(manifest)) {
        if (this.#responses.has(url)) continue;
        const response = (async () => this.#send.call(globalThis, url))();
        // It may never be asked for.
        response.catch(() => {});
        this.#responses.set(url, response);
      }
    } catch {
      // As said.
    }
  }

  /** What the host fetches with. @type {(url: string, init?: RequestInit) => unknown} */
  fetch = (url, init) => {
    const response = init === undefined ? this.#responses.get(url) : undefined;
    this.#responses.delete(url);
    return response ?? this.#send.call(globalThis, url, init);
  };

  /** Lets go of what was not asked for. */
  end() {
    for (const response of this.#responses.values()) response.then((got) => got?.body?.cancel?.()).catch(() => {});
    this.#responses.clear();
  }
}

/**
 * Begins to fetch a plug-in; nothing where the option `fetch` is no function, which is for the host to refuse.
 *
 * @param {ManifestLike | PromiseLike<ManifestLike>} manifest
 * @param {typeof fetch | undefined} own
 */
export function fetchAhead(manifest, own) {
  if (own !== undefined && typeof own !== 'function') return undefined;
  const ahead = new Ahead(own);
  if (typeof (/** @type {any} */ (manifest)?.then) === 'function') {
    // Once the host is there, nothing is gained.
    Promise.resolve(manifest).then((value) => isReady() || ahead.begin(value), () => {});
  } else {
    ahead.begin(/** @type {ManifestLike} */ (manifest));
  }
  return ahead;
}
