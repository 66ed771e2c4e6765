// What the test server answers below /http/, for tests of requests that plug-ins and hosts make.
//
//   GET      /http/echo                 JSON: method, url, headers and the body in base64 (any method)
//   any      /http/status/CODE          that status, with the code as text
//   GET      /http/bytes/N              N bytes, the i-th being i modulo 251
//   GET      /http/endless              64 KiB chunks until the client leaves
//   GET      /http/endless/open         how many of those are being sent, as text
//   GET      /http/redirect?to=URL      302 to that URL (&status= for another one)
//   GET      /http/slow/MS              the text "slow" after that many milliseconds
//   GET      /http/broken/N             N bytes of twice as many that it promises, then the connection is closed
//   GET      /http/visit/NAME           counts, and sends the count as text
//   GET      /http/visits/NAME          the count as text
//   GET      /http/cookies              two Set-Cookie headers, and another header twice
//   GET      /http/bomb/N               N bytes of zeros by gzip, a thousandth of that on its way
//   GET      /http/html                 a page, as text/html
//   GET      /http/wasm-as-html/NAME    a fixture's bytes, as text/html
//   GET      /http/json-manifest        a manifest of count_vowels as application/json (?name= for another fixture)
//
// What is not here is answered with 404 and a page. A spec that wants a 404 asks below /http/ too: the runner
// overlooks the browser's error about a failed load there, and nowhere else.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

/** Not divisible by 8 or 256, so that a mistake in any offset shows. */
const PERIOD = 251;

const CHUNK = 64 * 1024;

let openEndless = 0;

/** @type {Map<string, number>} */
const visits = new Map();

/** @typedef {{request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, url: URL, params: Record<string, string>, fixturesDir: string}} Exchange */

/** The routes, tried in order; a parameter is one path segment. @type {[string, (exchange: Exchange) => unknown][]} */
export const routes = [
  ['/http/echo', echo],
  ['/http/status/:code', ({ response, params }) => sendText(response, params.code, Number(params.code))],
  ['/http/bytes/:count', bytes],
  ['/http/endless', endless],
  ['/http/endless/open', ({ response }) => sendText(response, String(openEndless))],
  ['/http/redirect', redirect],
  ['/http/slow/:ms', slow],
  ['/http/broken/:count', broken],
  ['/http/cut/:phase', cut],
  ['/http/visit/:name', ({ response, params }) => sendText(response, String(visit(params.name)))],
  ['/http/visits/:name', ({ response, params }) => sendText(response, String(visits.get(params.name) ?? 0))],
  ['/http/cookies', cookies],
  ['/http/bomb/:count', bomb],
  ['/http/html', ({ response }) => sendHtml(response, 'A page')],
  ['/http/wasm-as-html/:name', wasmAsHtml],
  ['/http/json-manifest', jsonManifest],
];

/**
 * The handler for a path, and the parameters in it.
 * @param {string} pathname
 */
export function matchRoute(pathname) {
  const segments = pathname.split('/');
  for (const [pattern, handler] of routes) {
    const parts = pattern.split('/');
    if (parts.length !== segments.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    const fits = parts.every((part, i) => {
      if (!part.startsWith(':')) return part === segments[i];
      params[part.slice(1)] = decodeURIComponent(segments[i]);
      return segments[i] !== '';
    });
    if (fits) return { handler, params };
  }
  return null;
}

/** Answer with a small page. */
export function sendHtml(response, text, status = 200) {
  // A browser that comes to it asks for no icon.
  const icon = '<link rel="icon" href="data:,">';
  send(response, 'text/html; charset=utf-8', `<!doctype html><title>${text}</title>${icon}<p>${text}</p>\n`, status);
}

function sendText(response, text, status = 200) {
  send(response, 'text/plain; charset=utf-8', text, status);
}

function sendJson(response, value) {
  send(response, 'application/json', JSON.stringify(value));
}

function send(response, type, body, status = 200) {
  const bytes = Buffer.from(body);
  const bodiless = status < 200 || status === 204 || status === 304;
  response.writeHead(status, bodiless ? {} : { 'content-type': type, 'content-length': bytes.length });
  response.end(bodiless ? undefined : bytes);
}

async function echo({ request, response, url }) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  sendJson(response, {
    method: request.method,
    url: url.href,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('base64'),
  });
}

async function bytes({ response, params }) {
  const count = Number(params.count);
  if (!Number.isSafeInteger(count) || count < 0) return sendText(response, 'not a number of bytes', 400);
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': count });
  for (let sent = 0; sent < count && !response.destroyed; ) {
    const chunk = Buffer.alloc(Math.min(CHUNK, count - sent));
    for (let i = 0; i < chunk.length; i++) chunk[i] = (sent + i) % PERIOD;
    sent += chunk.length;
    await written(response, chunk);
  }
  response.end();
}

function cookies({ response }) {
  response.setHeader('set-cookie', ['a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT', 'b=2']);
  response.setHeader('x-twice', ['one', 'two']);
  response.end('cookies');
}

async function bomb({ response, params }) {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' });
  const zip = createGzip();
  zip.pipe(response);
  const chunk = Buffer.alloc(1024 * 1024);
  for (let left = Number(params.count); left > 0 && !response.destroyed; left -= chunk.length) {
    if (!zip.write(chunk.subarray(0, Math.min(left, chunk.length)))) await Promise.race([once(zip, 'drain'), once(response, 'close')]);
  }
  zip.end();
}

async function endless({ response }) {
  openEndless++;
  response.once('close', () => openEndless--);
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  const chunk = Buffer.alloc(CHUNK, 'x');
  while (!response.destroyed) await written(response, chunk);
}

/** Resolves when there is room for more, or nobody to read it. */
function written(response, chunk) {
  if (response.write(chunk)) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve(undefined);
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

function redirect({ response, url }) {
  const to = url.searchParams.get('to');
  if (to === null) return sendText(response, 'no ?to= given', 400);
  response.writeHead(Number(url.searchParams.get('status') ?? 302), { location: to });
  response.end();
}

async function slow({ response, params }) {
  await sleep(Number(params.ms));
  if (!response.destroyed) sendText(response, 'slow');
}

async function broken({ response, params }) {
  const count = Number(params.count);
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': 2 * count });
  response.write(Buffer.alloc(count, 'x'));
  // Time for the headers to be seen before the end.
  await sleep(20);
  response.destroy();
}

/** What is sent of a response before its connection is cut, by phase. */
const cuts = {
  request: '',
  status: 'HTTP/1.1 20',
  headers: 'HTTP/1.1 200 OK\r\nContent-Type: text/pl',
  'before-body': 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n',
  body: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(500)}`,
  'chunk-size': 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3e',
  chunk: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n${'x'.repeat(500)}`,
  'last-chunk': `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n${'x'.repeat(1000)}\r\n`,
  compressed: 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\x4c',
};

async function cut({ request, response, params, url }) {
  const { socket } = request;
  const allowed = `Access-Control-Allow-Origin: ${request.headers.origin ?? '*'}\r\n`;
  const text = cuts[params.phase].replace('\r\nContent-', `\r\n${allowed}Content-`);
  if (text !== '') socket.write(text, 'latin1');
  // Time for what was sent to be seen before the end.
  await sleep(20);
  if (url.searchParams.has('reset')) socket.resetAndDestroy();
  else socket.destroy();
}

function visit(name) {
  const count = (visits.get(name) ?? 0) + 1;
  visits.set(name, count);
  return count;
}

async function wasmAsHtml({ response, params, fixturesDir }) {
  if (!/^\w+$/.test(params.name)) return sendHtml(response, 'Not found', 404);
  const wasm = await readFile(`${fixturesDir}/${params.name}.wasm`).catch(() => null);
  if (wasm === null) return sendHtml(response, 'Not found', 404);
  send(response, 'text/html; charset=utf-8', wasm);
}

function jsonManifest({ response, url }) {
  const name = url.searchParams.get('name') ?? 'count_vowels';
  sendJson(response, { wasm: [{ url: new URL(`/target/fixtures/${name}.wasm`, url).href }] });
}
