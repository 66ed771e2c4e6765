import { expect } from 'chai';
import { engine, fixtureBytes, otherUrl, serverUrl } from '../../support/fixtures.js';
import { expectError, make, recorder, rejection } from '../../support/plugin.js';
import { canRequest, canWait, readsWhole, redirectTo, request, requester, serverHost } from './request.js';

const otherHost = new URL(otherUrl).hostname;
const denied = (url, host = new URL(url).hostname) => `Call error: HTTP request to "${url}" is not allowed (no allowedHosts match "${host}")`;

describe('hosts', () => {
  it('of the two test servers differ', () => expect(serverHost).to.not.equal(otherHost));

  for (const [name, options] of [['by default', {}], ['by an empty list', { allowedHosts: [] }]]) {
    it(`are all refused ${name}`, async () => {
      const sent = [];
      const plugin = await make('http_rust', { ...options, fetch: async (url) => { sent.push(url); } });
      for (const url of [`${serverUrl}/http/echo`, 'https://a.example/b?c#d', 'http://[::1]/']) {
        await expectError(plugin.call('get', url), 'HTTP_DENIED', denied(url));
      }
      expect(sent).to.deep.equal([]);
    });
  }

  it('of the options win over those of the manifest, even when there are none', async () => {
    const manifest = { wasm: [{ data: await fixtureBytes('http_rust') }], allowedHosts: ['a.example'] };
    const plugin = await make(manifest, { allowedHosts: [] });
    await expectError(plugin.call('get', 'https://a.example/'), 'HTTP_DENIED', denied('https://a.example/'));
  });
});

if (canRequest) {
  describe('hosts are allowed', () => {
    it('when they are another origin', async () => {
      const plugin = await make('http_rust', { allowedHosts: [otherHost] });
      expect((await plugin.call('get', `${otherUrl}/http/bytes/5`)).byteLength).to.equal(5);
      await expectError(plugin.call('get', `${serverUrl}/http/bytes/5`), 'HTTP_DENIED', denied(`${serverUrl}/http/bytes/5`));
      expect((await plugin.call('get', `${otherUrl}/http/bytes/5`)).byteLength).to.equal(5);
    });
  });

  describe('redirects', () => {
    for (const status of [301, 302, 303, 307, 308]) {
      it(`to an allowed host are followed: ${status}`, async () => {
        const plugin = await requester({ allowedHosts: [serverHost, otherHost] });
        for (const target of [`${serverUrl}/http/status/201`, `${otherUrl}/http/status/201`]) {
          const got = await request(plugin, { url: redirectTo(target, status) });
          expect(got.status).to.equal(201);
          expect(new TextDecoder().decode(got.body)).to.equal('201');
        }
      });

      it(`to another host fail, and reveal nothing: ${status}`, async () => {
        const plugin = await make('abi_http', { allowedHosts: [serverHost], allowHttpResponseHeaders: true });
        const { script, results, ref } = await import('../../support/abi-script.js');
        const target = `${otherUrl}/http/status/418`;
        const lines = [['block', JSON.stringify({ url: redirectTo(target, status) })], ['http_request', ref(0), 0n]];
        const error = await expectError(plugin.call('run', script(lines)), 'HTTP_DENIED', denied(target));
        expect(error.cause).to.equal(undefined);
        const after = results(await plugin.call('run', script([['http_status_code'], ['http_headers']])));
        expect(after).to.deep.equal([0n, 0n]);
      });

      for (const method of ['POST', 'PUT']) {
        const becomesGet = status === 303 || (method === 'POST' && status < 303);
        it(`of a ${method} by ${status} ${becomesGet ? 'become a GET' : 'stay what they are'}`, async () => {
          const plugin = await requester();
          const got = await request(plugin, { url: redirectTo(`${serverUrl}/http/echo`, status), method, body: 'body', headers: { 'content-type': 'text/special' } });
          const echoed = JSON.parse(new TextDecoder().decode(got.body));
          expect(echoed.method).to.equal(becomesGet ? 'GET' : method);
          expect(atob(echoed.body)).to.equal(becomesGet ? '' : 'body');
          expect(echoed.headers['content-type']).to.equal(becomesGet ? undefined : 'text/special');
        });
      }
    }

    it('keep headers but for what is secret from another origin', async () => {
      const plugin = await requester({ allowedHosts: [serverHost, otherHost] });
      const headers = { authorization: 'Bearer secret', 'x-own': 'kept' };
      const echoed = async (url) => JSON.parse(new TextDecoder().decode((await request(plugin, { url: redirectTo(url), headers })).body)).headers;
      expect(await echoed(`${serverUrl}/http/echo`)).to.include(headers);
      const elsewhere = await echoed(`${otherUrl}/http/echo`);
      expect(elsewhere).to.include({ 'x-own': 'kept' });
      expect(elsewhere).to.not.have.property('authorization');
    });

    // Browsers see to this themselves, and say so on the console.
    if (engine === 'node') {
      for (const target of ['data:text/plain,x', 'file:///etc/passwd', 'ftp://a.example/']) {
        it(`to what is no http URL fail: ${target}`, async () => {
          const plugin = await requester({ allowedHosts: ['*', ''] });
          const message = `Call error: HTTP request to "${target}" is not allowed (it is not an http or https URL)`;
          await expectError(plugin.call('get', redirectTo(target)), 'HTTP_DENIED', message);
        });
      }
    }

    it('over several hops are followed', async () => {
      let url = `${serverUrl}/http/status/203`;
      for (let hop = 0; hop < 5; hop += 1) url = redirectTo(url, 302, hop % 2 ? otherUrl : serverUrl);
      const plugin = await requester({ allowedHosts: [serverHost, otherHost] });
      expect((await request(plugin, { url })).status).to.equal(203);
    });

    it('may be relative', async () => {
      expect((await request(await requester(), { url: redirectTo('/http/status/202') })).status).to.equal(202);
    });

    // Chromium writes this one to the console, where every error fails the run.
    if (engine !== 'chromium') it('without an end fail', async () => {
      const plugin = await requester({ logger: recorder() });
      const loop = `${serverUrl}/http/redirect?to=%23itself`;
      await expectError(plugin.call('get', loop), 'HTTP', /^HTTP request to ".*\/http\/redirect\?to=%23itself" failed: /);
      expect((await plugin.call('get', `${serverUrl}/http/status/200`)).text()).to.equal('200');
    });

    it('of a response that is not read leave no connection open', async () => {
      const plugin = await requester();
      const open = async () => Number(await (await fetch(`${otherUrl}/http/endless/open`)).text());
      const before = await open();
      const call = plugin.call('get', redirectTo(`${otherUrl}/http/endless`), null, readsWhole ? { timeoutMs: 500 } : undefined);
      expect((await rejection(call)).code).to.equal(readsWhole ? 'TIMEOUT' : 'HTTP_DENIED');
      for (let turn = 0; (await open()) > before; turn += 1) {
        expect(turn).to.be.below(200);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });
  });
}

if (canWait) {
  describe('hosts are allowed for the fetch of the options', () => {
    /** Whether the plug-in gets as far as asking for a URL. */
    async function allows(allowedHosts, url) {
      const plugin = await make('http_rust', { allowedHosts, fetch: async () => new Response('asked') });
      try {
        return (await plugin.call('get', url)).text() === 'asked';
      } catch (error) {
        expect(error.code).to.equal('HTTP_DENIED');
        return false;
      }
    }

    const cases = [
      ['exactly', ['a.example'], { 'http://a.example/': true, 'https://a.example:8443/x': true, 'http://b.example/': false, 'http://a.example.org/': false, 'http://xa.example/': false, 'http://x.a.example/': false, 'http://aXexample/': false }],
      ['all', ['*'], { 'http://a.example/': true, 'http://127.0.0.1/': true, 'http://[::1]:99/': true, 'http://localhost/': true }],
      ['below a domain', ['*.example'], { 'http://a.example/': true, 'http://a.b.example/': true, 'http://example/': false, 'http://a.example.org/': false, 'http://a-example/': false }],
      ['by the beginning of an address', ['127.0.0.*'], { 'http://127.0.0.1/': true, 'http://127.0.0.255/': true, 'http://127.0.1.1/': false, 'http://128.0.0.1/': false }],
      ['by a star in the middle', ['api.*.example'], { 'http://api.x.example/': true, 'http://api.x.y.example/': true, 'http://api.example/': false }],
      ['by the beginning', ['a*'], { 'http://a/': true, 'http://abc.example/': true, 'http://ba/': false }],
      ['in any case', ['A.Example', '*.ORG'], { 'http://a.EXAMPLE/': true, 'http://A.example/': true, 'http://x.Org/': true }],
      ['as IPv6 addresses', ['[::1]'], { 'http://[::1]/': true, 'http://[0:0:0:0:0:0:0:1]/': true, 'http://[::2]/': false }],
      ['as IPv6 addresses without brackets', ['::1'], { 'http://[::1]/': true, 'http://[::1]:99/': true, 'http://[::2]/': false }],
      ['on a port', ['a.example:8080'], { 'http://a.example:8080/': true, 'https://a.example:8080/': true, 'http://a.example/': false, 'http://a.example:808/': false, 'http://b.example:8080/': false }],
      ['on the port that a protocol has', ['a.example:80', 'b.example:443'], { 'http://a.example/': true, 'http://a.example:80/': true, 'https://a.example:80/': true, 'https://a.example/': false, 'https://b.example/': true, 'http://b.example/': false, 'http://b.example:443/': true }],
      ['on a port of an IPv6 address', ['[::1]:8080'], { 'http://[::1]:8080/': true, 'http://[::1]/': false, 'http://[::1]:80/': false, 'http://[::2]:8080/': false }],
      ['on a port of any host, and any port', ['*:8080', 'b.example:*'], { 'http://a.example:8080/': true, 'http://a.example/': false, 'http://[::1]:8080/': true, 'http://b.example:1/': true, 'http://b.example/': true }],
      ['not on an empty port, or one that is no number', ['a.example:', 'a.example:http'], { 'http://a.example/': false, 'http://a.example:80/': false }],
      ['by one of several', ['a.example', 'b.example'], { 'http://a.example/': true, 'http://b.example/': true, 'http://c.example/': false }],
      ['by name alone, not by what stands around it', ['a.example'], { 'http://b.example/a.example': false, 'http://b.example/?a.example': false, 'http://b.example/#a.example': false, 'http://a.example@b.example/': false, 'http://a.example%2eb.example/': false, 'http://a.example\\@b.example/': true }],
      ['in every spelling that the URL standard reads as theirs', ['a.example'], {
        ...{ 'HTTP://A.EXAMPLE/': true, 'http:a.example/': true, 'http:\\\\a.example\\': true, 'http:///a.example/': true, 'http://a.example:080/': true, 'http://a%2eexample/': true },
        ...{ '\thttp://a.\nexample/ ': true, 'http://\uff41.example/': true, 'http://a\u3002example/': true, 'http://b.example:80@a.example/': true, 'http://a.example#@b.example/': true },
        ...{ 'http://a.example./': false, 'http://a.example..b.example/': false, 'http://a.example\u00ad.b.example/': false, 'http://a.example:b@c.example/': false, 'http://b.example?@a.example/': false },
      }],
      ['by their names in Punycode', ['xn--bcher-kva.example'], { 'http://b\u00fccher.example/': true, 'http://B\u00dcCHER.EXAMPLE/': true, 'http://bucher.example/': false, 'http://b\u0075\u0308cher.example/': true }],
      ['as the URL standard reads addresses', ['127.0.0.1', '[::1]'], {
        ...{ 'http://0177.0.0.1/': true, 'http://0x7f000001/': true, 'http://127.0.0.1./': true, 'http://127.0.1/': true, 'http://[0:0::0:1]/': true, 'http://[0000:0000:0000:0000:0000:0000:0000:0001]/': true },
        ...{ 'http://[::ffff:127.0.0.1]/': false, 'http://0/': false, 'http://localhost/': false, 'http://127.0.0.2/': false, 'http://[::]/': false, 'http://2130706434/': false },
      }],
      ['as the URL standard reads them', ['127.0.0.1'], { 'http://2130706433/': true, 'http://0x7f.1/': true, 'http://127.1/': true }],
      ['not by an empty name', [''], { 'http://a.example/': false }],
    ];
    for (const [name, allowedHosts, urls] of cases) {
      it(name, async () => {
        for (const [url, expected] of Object.entries(urls)) expect(await allows(allowedHosts, url), url).to.equal(expected);
      });
    }

    it('by the manifest', async () => {
      const manifest = { wasm: [{ data: await fixtureBytes('http_rust') }], allowed_hosts: ['a.example'] };
      const plugin = await make(manifest, { fetch: async () => new Response('asked') });
      expect((await plugin.call('get', 'https://a.example/')).text()).to.equal('asked');
      await expectError(plugin.call('get', 'https://b.example/'), 'HTTP_DENIED', denied('https://b.example/'));
    });

    it('for http and https alone', async () => {
      const plugin = await make('http_rust', { allowedHosts: ['*', ''], fetch: async () => new Response('asked') });
      for (const url of ['ftp://a.example/', 'file:///etc/passwd', 'data:text/plain,x', 'blob:https://a.example/x', 'ws://a.example/', 'javascript:alert(1)', 'about:blank']) {
        await expectError(plugin.call('get', url), 'HTTP_DENIED', `Call error: HTTP request to "${url}" is not allowed (it is not an http or https URL)`);
      }
    });
  });

  describe('redirects with the fetch of the options', () => {
    it('are checked hop by hop where fetch shows them', async () => {
      const asked = [];
      const fetchHere = (url, init) => {
        asked.push([url, init.redirect]);
        return fetch(url, init);
      };
      const plugin = await requester({ fetch: fetchHere });
      const target = `${otherUrl}/http/status/418`;
      const first = redirectTo(redirectTo(target));
      await expectError(plugin.call('get', first), 'HTTP_DENIED', denied(target));
      // A browser has asked the other host by then, which nobody can keep it from.
      const shown = [[first, 'manual'], [redirectTo(target), 'manual']];
      expect(asked).to.deep.equal(engine === 'node' ? shown : [[first, 'follow']]);
    });
  });
}
