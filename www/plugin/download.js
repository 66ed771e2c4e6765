/**
 * @typedef {object} Progress
 * @property {number} received bytes
 * @property {number | null} total bytes, where the server says so
 */

/** More is no plug-in for a page. */
const LARGEST = 512 * 2 ** 20;

/** The length of what will arrive; unknown for what the browser inflates on the way. @param {Response} response */
function totalOf(response) {
  const length = Number(response.headers.get('content-length'));
  return length > 0 && !response.headers.has('content-encoding') ? length : null;
}

/**
 * Downloads a file and tells how far it is.
 *
 * @param {string | URL} url
 * @param {{signal?: AbortSignal, request?: RequestInit, onProgress?: (progress: Progress) => void}} [options]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {Error} that names the URL
 */
export async function download(url, { signal, request, onProgress } = {}) {
  let response;
  try {
    response = await fetch(url, { ...request, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    const remote = new URL(url, location.href).origin !== location.origin;
    const hint = remote ? ' Its server must be reachable, and allow other sites to read it (CORS).' : '';
    throw new Error(`${url} could not be downloaded: ${error.message}.${hint}`, { cause: error });
  }
  if (!response.ok) throw new Error(`${url} could not be downloaded: status ${response.status} ${response.statusText}`.trim());
  const total = totalOf(response);
  const chunks = [];
  let received = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    received += value.length;
    if (received > LARGEST) {
      await reader.cancel();
      throw new Error(`${url} is larger than ${LARGEST} bytes`);
    }
    onProgress?.({ received, total });
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
