// What a plug-in may try with its requests, and what a server may answer: by fetch, by synchronous requests in a worker, by Node's helper.
import { expect } from 'chai';
import { serverUrl } from '../../support/fixtures.js';
import { expectError, recorder, rejection } from '../../support/plugin.js';
import { canRequest, echo, redirectTo, request, requester } from '../http/request.js';

if (canRequest) {
  describe('a request', () => {
    /** Headers that would become more than one, or end the headers. */
    const injected = [
      { 'x-a': 'b\r\nx-injected: c' },
      { 'x-a': 'b\nx-injected: c' },
      { 'x-a': 'b\r\n\r\nGET / HTTP/1.1' },
      { 'x-a\r\nx-injected': 'c' },
      { 'x-a: b\r\nx-injected': 'c' },
      { 'x a': 'b' },
      { 'x-a:': 'b' },
      { '': 'b' },
      { 'x-a': 'b\0c' },
      { 'x-\u00e4': 'b' },
      { 'x-a': '\u2713' },
    ];
    for (const headers of injected) {
      it(`has no header by a trick: ${JSON.stringify(headers)}`, async () => {
        const plugin = await requester({ logger: recorder() });
        expect((await rejection(request(plugin, { url: `${serverUrl}/http/echo`, headers }))).code).to.equal('HTTP');
        expect((await echo(plugin, {})).headers).to.not.have.property('x-injected');
      });
    }

    for (const headers of [{ host: 'other.example' }, { Host: 'other.example' }, { 'content-length': '3' }]) {
      it(`goes to its own host, whole: ${JSON.stringify(headers)}`, async () => {
        const plugin = await requester({ logger: recorder() });
        const outcome = await echo(plugin, { method: 'POST', body: 'the body', headers }).catch((error) => error);
        if (outcome instanceof Error) return expect(outcome.code).to.equal('HTTP');
        expect(outcome.headers.host).to.equal(new URL(serverUrl).host);
        expect(outcome.body).to.equal('the body');
      });
    }

    for (const method of ['CONNECT', 'TRACE', 'TRACK', 'GET /\r\nX: y', 'G\u00c4T', 'GET GET', '\n']) {
      it(`has no method by a trick: ${JSON.stringify(method)}`, async () => {
        const plugin = await requester({ logger: recorder() });
        expect((await rejection(request(plugin, { url: `${serverUrl}/http/echo`, method }))).code).to.equal('HTTP');
        expect((await echo(plugin, {})).method).to.equal('GET');
      });
    }
  });

  describe('a connection that is cut', () => {
    const phases = ['request', 'status', 'headers', 'before-body', 'body', 'chunk-size', 'chunk', 'last-chunk', 'compressed'];
    for (const phase of phases) {
      for (const how of ['', '?reset']) {
        it(`${how === '' ? 'ends' : 'is reset'} in the phase "${phase}": the call fails, and the next is made`, async () => {
          const plugin = await requester({ logger: recorder() });
          const url = `${serverUrl}/http/cut/${phase}${how}`;
          // Browsers make do with a head that breaks off, Firefox also with a compressed body that does.
          const outcomes = ['status', 'headers', 'compressed'].includes(phase) ? ['HTTP', 'output'] : ['HTTP'];
          for (const asked of [url, redirectTo(url)]) {
            const outcome = await plugin.call('get', asked).then(() => ({ code: 'output', message: asked }), (error) => error);
            expect(outcome.code, outcome.message).to.be.oneOf(outcomes);
            // Browsers do not say which hop it was.
            expect(outcome.message).to.match(/cut(\/|%2F)/);
          }
          expect((await plugin.call('get', `${serverUrl}/http/status/200`)).text()).to.equal('200');
        });
      }
    }
  });

  describe('a response', () => {
    it('that is larger than it looks is measured by what comes out of it', async () => {
      const plugin = await requester({ memory: { maxHttpResponseBytes: 100_000 } });
      const url = `${serverUrl}/http/bomb/20000000`;
      await expectError(plugin.call('length', url), 'HTTP_LIMIT', `HTTP response from "${url}" is larger than the 100000 bytes allowed (memory.maxHttpResponseBytes)`);
      expect((await plugin.call('length', `${serverUrl}/http/bomb/100000`)).text()).to.equal('100000');
    });

    for (const status of [205, 300, 304, 305, 306, 399, 418, 451, 499, 511, 599]) {
      it(`may have the status ${status}`, async () => {
        const plugin = await requester({ logger: recorder() });
        const outcome = await request(plugin, { url: `${serverUrl}/http/status/${status}` }).catch((error) => error);
        if (outcome instanceof Error) expect(outcome.code, outcome.message).to.equal('HTTP');
        else expect(outcome.status).to.equal(status);
        expect((await plugin.call('get', `${serverUrl}/http/status/200`)).text()).to.equal('200');
      });
    }
  });
}
