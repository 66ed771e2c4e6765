// Requests of the plug-in `http_rust`, and what the server's echo says of them.
import { engine, hasJspi, inWorker, mode, serverUrl } from '../../support/fixtures.js';
import { make } from '../../support/plugin.js';

/** Whether a plug-in can wait here, as the option `fetch` needs. */
export const canWait = mode === 'shared' || hasJspi;

/** Whether a plug-in can make requests here. Where it cannot wait, workers and Node's main thread may still block. */
export const canRequest = canWait || inWorker || engine === 'node';

/** Whether a response is read to its end whatever comes of it: a synchronous XMLHttpRequest cannot be stopped. */
export const readsWhole = mode === 'messages' && !hasJspi;

/** The server's host name, and that of its URL with the port. */
export const serverHost = new URL(serverUrl).hostname;

/** `http_rust`, allowed to ask the test server unless `options` say otherwise. */
export const requester = (options) => make('http_rust', { allowedHosts: [serverHost], ...options });

/** Makes a request; `{status, headers, body}`, the body as bytes. */
export async function request(plugin, ask) {
  const { status, headers, body } = (await plugin.call('request', JSON.stringify(ask))).json();
  return { status, headers, body: Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)) };
}

/** Makes a request to the server's echo; `{method, url, headers, body}` as it arrived, the body as text. */
export async function echo(plugin, ask) {
  const { body } = await request(plugin, { url: `${serverUrl}/http/echo`, ...ask });
  const echoed = JSON.parse(new TextDecoder().decode(body));
  return { ...echoed, body: new TextDecoder().decode(Uint8Array.from(atob(echoed.body), (letter) => letter.charCodeAt(0))) };
}

/** The bytes that /http/bytes/`count` sends. */
export const pattern = (count) => Uint8Array.from({ length: count }, (_, i) => i % 251);

/** A URL that redirects to another. */
export const redirectTo = (url, status = 302, from = serverUrl) => `${from}/http/redirect?status=${status}&to=${encodeURIComponent(url)}`;
