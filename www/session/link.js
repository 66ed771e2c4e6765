// Links: the session in the URL's fragment, which no server sees. `#VERSION=DATA`, where DATA is the session's JSON, deflated
// and in base64 with - and _. Nothing is stored anywhere, so a link works as long as the page and the plug-in's URL do.
import { readSession, shortened, VERSION } from './schema.js';

/** What messengers and browsers pass on in full (characters of a fragment). */
export const LONGEST = 16_000;

const squeeze = (stream, transform) => new Response(stream.pipeThrough(transform)).arrayBuffer();

/** @param {ArrayBuffer} buffer */
function toBase64(buffer) {
  const characters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text */
function fromBase64(text) {
  const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

/**
 * The fragment of a session, with its `#`.
 * @param {import('./schema.js').Session} session
 * @returns {Promise<string>}
 * @throws {Error} that says why there can be no link
 */
export async function toFragment(session) {
  if (session.plugin.kind === 'file') {
    throw new Error(`The plug-in ${session.plugin.name} is a file on this machine, which a link cannot hold. Put it at a URL, and load it from there.`);
  }
  if (session.input.kind === 'file' && !session.input.file?.startsWith('samples/')) {
    throw new Error('The input is a file on this machine, which a link cannot hold. Give the input as text or hex.');
  }
  const json = new Blob([JSON.stringify(shortened(session))]);
  const fragment = `#${VERSION}=${toBase64(await squeeze(json.stream(), new CompressionStream('deflate-raw')))}`;
  if (fragment.length > LONGEST) {
    throw new Error(`The link would have ${fragment.length} characters; more than ${LONGEST} get cut off on their way. Shorten the input, the files or the manifest.`);
  }
  return fragment;
}

/** The most that a link's data may be once inflated (bytes). */
const LARGEST = 4 * 2 ** 20;

/** @param {ReadableStream<Uint8Array>} stream */
async function boundedText(stream) {
  let size = 0;
  let text = '';
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > LARGEST) {
      await reader.cancel();
      throw new Error('it holds too much');
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * The session of a fragment.
 * @param {string} fragment
 * @returns {Promise<import('./schema.js').Session | null>} `null` where there is none
 * @throws {Error} that says what is wrong with the link
 */
export async function fromFragment(fragment) {
  const parts = /^#(\d+)=(.*)$/.exec(fragment);
  if (parts === null) return null;
  const version = Number(parts[1]);
  if (version < 1 || version > VERSION) {
    throw new Error(`This link was made by a newer version of the page (${version}; this one reads up to ${VERSION}). Reload the page to get the newest.`);
  }
  try {
    const inflated = new Blob([fromBase64(parts[2])]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return readSession(JSON.parse(await boundedText(inflated)));
  } catch (error) {
    throw new Error(`This link is damaged: perhaps it was cut off on its way (${error.message}).`, { cause: error });
  }
}
