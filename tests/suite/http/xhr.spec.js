// Requests by a synchronous XMLHttpRequest, which workers of pages may make.
import { expect } from 'chai';
import { engine, fixtureBytes, otherUrl, serverUrl } from '../../support/fixtures.js';
import { pattern, redirectTo, serverHost } from './request.js';

const otherHost = new URL(otherUrl).hostname;

if (engine !== 'node') {
  /** @type {Worker} */
  let worker;
  const waiting = new Map();

  const start = () => {
    worker = new Worker(new URL('../../support/sync-fetch-worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data: { id, ...answer } }) => waiting.get(id)(answer);
    worker.onerror = ({ message }) => waiting.forEach((resolve) => resolve({ error: { message } }));
  };

  /** What the worker makes of a message: `{value}` or `{error}`. */
  const answered = (message) =>
    new Promise((resolve) => {
      const id = waiting.size;
      waiting.set(id, resolve);
      worker.postMessage({ id, ...message });
    });

  const succeeded = async (message) => {
    const { value, error } = await answered(message);
    expect(error).to.equal(undefined);
    return value;
  };

  const textOf = (chunks) => new TextDecoder().decode(chunks[0]);

  describe('a synchronous XMLHttpRequest', () => {
    before(start);
    after(() => worker.terminate());

    const get = { method: 'GET', headers: [], redirect: 'follow' };
    const fetched = (url, init = get) => succeeded({ ask: { url, init, limit: 1000 } });

    for (const status of [200, 204, 404, 500]) {
      it(`brings the status ${status}`, async () => {
        const url = `${serverUrl}/http/status/${status}`;
        const got = await fetched(url);
        expect(got).to.include({ status, url, body: null }).and.not.have.property('failure');
        expect(textOf(got.chunks)).to.equal(status === 204 ? '' : String(status));
      });
    }

    it('brings headers, and a body as bytes', async () => {
      const { headers, chunks } = await fetched(`${serverUrl}/http/bytes/300`);
      expect(Object.fromEntries(headers)).to.include({ 'content-type': 'application/octet-stream', 'content-length': '300' });
      expect(chunks).to.deep.equal([pattern(300)]);
    });

    it('sends a method, headers and a body', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      const init = { ...get, method: 'POST', headers: [['x-one', 'eins'], ['content-type', 'text/special']], body: bytes };
      const echoed = JSON.parse(textOf((await fetched(`${serverUrl}/http/echo`, init)).chunks));
      expect(echoed.method).to.equal('POST');
      expect(echoed.headers).to.include({ 'x-one': 'eins', 'content-type': 'text/special' });
      expect(atob(echoed.body)).to.equal(String.fromCharCode(...bytes));
    });

    it('tells where redirects led', async () => {
      const url = `${otherUrl}/http/status/203`;
      expect(await fetched(redirectTo(redirectTo(url)))).to.include({ status: 203, url });
    });

    it('throws what it is refused', async () => {
      const { error } = await answered({ ask: { url: `${serverUrl}/http/echo`, init: { ...get, method: 'TRACE' }, limit: 1000 } });
      expect(error.name).to.equal('SecurityError');
    });
  });

  describe('a plug-in whose requests are made by a synchronous XMLHttpRequest', () => {
    before(start);
    after(() => worker.terminate());

    const calling = async (name, input, options) => {
      const plugin = { wasm: await fixtureBytes('http_rust'), options: { allowedHosts: [serverHost], ...options }, name, input };
      return { plugin };
    };
    const text = async (...args) => new TextDecoder().decode(await succeeded(await calling(...args)));

    it('gets a response', async () => {
      expect(await text('get', `${serverUrl}/http/status/404`)).to.equal('404');
      expect(await text('length', `${serverUrl}/http/bytes/3000000`)).to.equal('3000000');
    });

    it('sees status, headers and body', async () => {
      const ask = JSON.stringify({ url: `${serverUrl}/http/echo`, method: 'PUT', headers: { 'x-one': 'eins' }, body: 'text' });
      const { status, headers, body } = JSON.parse(await text('request', ask, { allowHttpResponseHeaders: true }));
      expect(status).to.equal(200);
      expect(headers).to.include({ 'content-type': 'application/json' });
      const echoed = JSON.parse(atob(body));
      expect(echoed).to.include({ method: 'PUT', body: btoa('text') });
      expect(echoed.headers).to.include({ 'x-one': 'eins' });
    });

    it('is refused what a redirect leads to', async () => {
      const target = `${otherUrl}/http/status/200`;
      expect(await text('get', redirectTo(target), { allowedHosts: [serverHost, otherHost] })).to.equal('200');
      const { error } = await answered(await calling('get', redirectTo(target)));
      expect(error).to.include({ code: 'HTTP_DENIED', message: `Call error: HTTP request to "${target}" is not allowed (no allowedHosts match "${otherHost}")` });
    });

    it('is refused more bytes than allowed', async () => {
      const options = { memory: { maxHttpResponseBytes: 100 } };
      const url = `${serverUrl}/http/bytes/101`;
      expect(await text('length', `${serverUrl}/http/bytes/100`, options)).to.equal('100');
      const { error } = await answered(await calling('length', url, options));
      expect(error).to.include({ code: 'HTTP_LIMIT', message: `HTTP response from "${url}" is larger than the 100 bytes allowed (memory.maxHttpResponseBytes)` });
    });

    // A head promises bytes that do not come.
    it('may ask for the head of what is larger', async () => {
      const ask = JSON.stringify({ url: `${serverUrl}/http/bytes/101`, method: 'HEAD' });
      expect(JSON.parse(await text('request', ask, { memory: { maxHttpResponseBytes: 100 } }))).to.include({ status: 200, body: '' });
    });

    it('fails with the network', async () => {
      for (const url of [`${serverUrl}/http/broken/1000`, `http://${serverHost}:1/`]) {
        const { error } = await answered(await calling('get', url));
        expect(error.message).to.match(/^HTTP request to ".*" failed: ./);
        expect(error).to.deep.include({ code: 'HTTP', cause: { name: 'NetworkError' } });
      }
      expect(await text('get', `${serverUrl}/http/status/200`)).to.equal('200');
    });
  });
}
