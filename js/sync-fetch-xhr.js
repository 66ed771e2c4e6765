/** @import { SyncFetchInit, SyncFetchResponse } from './sync-fetch-types.js' */

/**
 * A `SyncFetch` for workers of browsers. It follows redirects, and reads the whole body whatever its length.
 *
 * @param {string} url
 * @param {SyncFetchInit} init
 * @returns {SyncFetchResponse}
 */
export function syncFetch(url, { method, headers, body }) {
  const request = new XMLHttpRequest();
  request.open(method, url, false);
  // Pages may not set it for a synchronous request; workers may.
  request.responseType = 'arraybuffer';
  for (const [name, value] of headers) request.setRequestHeader(name, value);
  request.send(/** @type {Uint8Array<ArrayBuffer> | undefined} */ (body));
  return {
    status: request.status,
    url: request.responseURL,
    headers: parseHeaders(request.getAllResponseHeaders()),
    body: null,
    chunks: [new Uint8Array(request.response)],
  };
}

/** @param {string} text a line per header: its name in lower case, a colon, a space, its value */
function parseHeaders(text) {
  const headers = new Headers();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 2));
  }
  return headers;
}
