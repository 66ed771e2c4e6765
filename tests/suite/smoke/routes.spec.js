import { expect } from 'chai';
import { fixtureBytes, otherUrl, serverUrl } from '../../support/fixtures.js';

const at = (path) => fetch(`${serverUrl}/http/${path}`);
const type = (response) => response.headers.get('content-type');

describe('the test server: /http/', () => {
  it('echo', async () => {
    const response = await fetch(`${otherUrl}/http/echo?x=1`, { method: 'PUT', headers: { 'x-test': 'y' }, body: 'hi' });
    const seen = await response.json();
    expect([seen.method, seen.url, seen.headers['x-test'], atob(seen.body)]).to.deep.equal([
      'PUT',
      `${otherUrl}/http/echo?x=1`,
      'y',
      'hi',
    ]);
  });

  it('status', async () => {
    expect((await at('status/418')).status).to.equal(418);
    expect(await (await at('status/500')).text()).to.equal('500');
    expect((await at('status/204')).status).to.equal(204);
  });

  it('bytes', async () => {
    const bytes = new Uint8Array(await (await at('bytes/200000')).arrayBuffer());
    expect(bytes).to.have.length(200000);
    expect(bytes.every((byte, i) => byte === i % 251)).to.equal(true);
  });

  it('endless, until the client leaves', async () => {
    const leaving = new AbortController();
    const reader = (await fetch(`${serverUrl}/http/endless`, { signal: leaving.signal })).body.getReader();
    for (let read = 0; read < 1_000_000; ) read += (await reader.read()).value.length;
    expect(await (await at('endless/open')).text()).to.equal('1');
    leaving.abort();
    // Until the server has noticed; the test's time limit is the limit.
    while ((await (await at('endless/open')).text()) !== '0') await at('slow/10');
  });

  it('redirect', async () => {
    const response = await at(`redirect?to=${encodeURIComponent(`${otherUrl}/http/bytes/2`)}`);
    expect([response.redirected, response.url]).to.deep.equal([true, `${otherUrl}/http/bytes/2`]);
    expect((await response.arrayBuffer()).byteLength).to.equal(2);
  });

  it('slow', async () => {
    const began = performance.now();
    expect(await (await at('slow/150')).text()).to.equal('slow');
    expect(performance.now() - began).to.be.above(100);
  });

  it('html', async () => {
    for (const response of [await at('html'), await at('not-there.wasm')]) {
      expect(type(response)).to.match(/^text\/html/);
      expect(await response.text()).to.match(/^<!doctype html>/);
    }
  });

  it('wasm as html', async () => {
    const response = await at('wasm-as-html/echo');
    expect(type(response)).to.match(/^text\/html/);
    expect(new Uint8Array(await response.arrayBuffer())).to.deep.equal(await fixtureBytes('echo'));
    expect((await at('wasm-as-html/not_there')).status).to.equal(404);
  });

  it('a manifest', async () => {
    const response = await at('json-manifest?name=echo');
    expect(type(response)).to.equal('application/json');
    expect(await response.json()).to.deep.equal({ wasm: [{ url: `${serverUrl}/target/fixtures/echo.wasm` }] });
  });
});
