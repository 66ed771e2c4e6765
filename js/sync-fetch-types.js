/**
 * Makes one HTTP request, and gives way to nothing else until it is answered.
 *
 * @callback SyncFetch
 * @param {string} url
 * @param {SyncFetchInit} init
 * @param {number} limit how many bytes of the body are of interest; a function that can stop reading does so as soon as
 *   it has more
 * @param {number} timeout for how many milliseconds the server may give no sign, where the function can tell; 0 for no limit
 * @returns {SyncFetchResponse}
 * @throws what `fetch` rejects with
 */

/**
 * @typedef {object} SyncFetchInit
 * @property {string} method in capital letters
 * @property {[string, string][]} headers
 * @property {Uint8Array} [body]
 * @property {'manual' | 'follow'} redirect `manual` where `fetch` shows redirects
 */

/**
 * What of a response is used. Only redirects that were not followed may lack their bodies.
 *
 * @typedef {object} SyncFetchResponse
 * @property {number} status
 * @property {string} url where it came from in the end
 * @property {Headers} headers
 * @property {null} body there is no stream
 * @property {Uint8Array[]} chunks the body's bytes, one chunk after the other; more than the limit where there are more
 * @property {unknown} [failure] what broke the body off; `undefined` when it came to its end or the limit was reached
 */

export {};
