import { expect } from 'chai';
import { canCallPage, engine, inWorker, serverUrl } from '../../support/fixtures.js';
import { ref, results, script } from '../../support/abi-script.js';
import { callSync, expectError, expectNoFunctions, make, rejection } from '../../support/plugin.js';
import { canRequest, canWait, echo, pattern, request, requester, serverHost } from './request.js';

const url = `${serverUrl}/http/status/201`;
const abi = (options) => make('abi_http', { allowedHosts: [serverHost], ...options });
const run = async (plugin, lines) => results(await plugin.call('run', script(lines)));

if (canRequest) {
  describe('an HTTP request', () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      it(`may be a ${method}, in any case`, async () => {
        const plugin = await requester();
        expect((await echo(plugin, { method })).method).to.equal(method);
        expect((await echo(plugin, { method: method.toLowerCase() })).method).to.equal(method);
      });
    }

    it('may be a HEAD, which brings no body', async () => {
      expect(await request(await requester(), { url: `${serverUrl}/http/bytes/10`, method: 'HEAD' })).to.deep.equal({
        status: 200,
        headers: {},
        body: new Uint8Array(),
      });
    });

    // A server's own cookies are what browsers show to nobody.
    it(`gives all headers that come more than once${engine === 'node' ? ', cookies among them' : ''}`, async () => {
      const { headers } = await request(await requester({ allowHttpResponseHeaders: true }), { url: `${serverUrl}/http/cookies` });
      const cookies = engine === 'node' ? 'a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT, b=2' : undefined;
      expect(headers['set-cookie']).to.equal(cookies);
      expect(headers['x-twice']).to.equal('one, two');
    });

    it('is a GET unless it says otherwise', async () => {
      const plugin = await requester();
      expect((await echo(plugin, {})).method).to.equal('GET');
      expect((await echo(plugin, { method: '' })).method).to.equal('GET');
    });

    it('carries headers', async () => {
      const { headers } = await echo(await requester(), { method: 'POST', headers: { 'X-One': '1', 'x-two': 'zwei', 'Content-Type': 'text/special' }, body: 'x' });
      expect(headers).to.include({ 'x-one': '1', 'x-two': 'zwei', 'content-type': 'text/special' });
    });

    for (const body of ['text', '', 'grüße 🌍', 'x'.repeat(100_000)]) {
      it(`carries a body: ${body.slice(0, 10)}`, async () => {
        const plugin = await requester();
        expect((await echo(plugin, { method: 'POST', body })).body).to.equal(body);
        expect((await echo(plugin, { method: 'DELETE', body })).body).to.equal(body);
      });
    }

    it('carries no body where none can be', async () => {
      expect((await echo(await requester(), { method: 'GET', body: 'x' })).body).to.equal('');
    });

    for (const count of [0, 1, 250, 251, 65536, 300_001]) {
      it(`brings ${count} bytes`, async () => {
        const plugin = await requester();
        const url = `${serverUrl}/http/bytes/${count}`;
        const got = (await plugin.call('get', url)).bytes();
        expect(got.length).to.equal(count);
        expect(got.every((byte, i) => byte === i % 251)).to.equal(true);
        expect((await plugin.call('length', url)).text()).to.equal(String(count));
      });
    }

    for (const status of [200, 201, 204, 304, 400, 404, 418, 500, 503]) {
      it(`brings the status ${status}, which is no error`, async () => {
        const got = await request(await requester(), { url: `${serverUrl}/http/status/${status}` });
        expect(got.status).to.equal(status);
        expect(new TextDecoder().decode(got.body)).to.equal([204, 304].includes(status) ? '' : String(status));
        expect(got.headers).to.deep.equal({});
      });
    }

    it('brings headers where that is allowed, their names in lower case', async () => {
      const plugin = await requester({ allowHttpResponseHeaders: true });
      const { headers } = await request(plugin, { url: `${serverUrl}/http/bytes/3` });
      expect(headers).to.include({ 'content-type': 'application/octet-stream', 'content-length': '3' });
      expect(Object.keys(headers).filter((name) => name !== name.toLowerCase())).to.deep.equal([]);
    });

    it('can be made from many plug-ins at the same time', async () => {
      const plugins = await Promise.all(Array.from({ length: 8 }, () => requester()));
      const outputs = await Promise.all(plugins.map((plugin, i) => plugin.call('get', `${serverUrl}/http/bytes/${1000 * i}`)));
      outputs.forEach((output, i) => expect(output.bytes()).to.deep.equal(pattern(1000 * i)));
    });

    it('can be made 60 times in a row', async () => {
      const plugin = await requester();
      for (let i = 0; i < 60; i += 1) expect((await plugin.call('length', `${serverUrl}/http/bytes/${i}`)).text()).to.equal(String(i));
    });

    it('can be made by AssemblyScript', async () => {
      const plugin = await make('http_as', { allowedHosts: [serverHost] });
      expect((await plugin.call('fetch', `${serverUrl}/http/status/404`)).text()).to.equal('404 3');
      expect((await plugin.call('fetch', `${serverUrl}/http/status/204`)).text()).to.equal('204 0');
    });

    const refused = [
      ['CONNECT', {}],
      ['TRACE', {}],
      ['B A D', {}],
      ['POST', { 'bad name': 'x' }],
      ['POST', { name: 'line\nbreak' }],
    ];
    for (const [method, headers] of refused) {
      it(`fails the call where fetch refuses it: ${method} ${JSON.stringify(headers)}`, async () => {
        const plugin = await requester();
        const ask = JSON.stringify({ url: `${serverUrl}/http/echo`, method, headers });
        await expectError(plugin.call('request', ask), 'HTTP', /^HTTP request to ".*" failed: /);
      });
    }
  });

  describe('http_request', () => {
    it('frees its arguments', async () => {
      const found = await run(await abi(), [
        // Brings an empty body, so that no new block takes the place of a freed one.
        ['block', JSON.stringify({ url: `${serverUrl}/http/status/204`, method: 'POST' })],
        ['block', 'body'],
        ['http_request', ref(0), ref(1)],
        ['length', ref(0)],
        ['length', ref(1)],
        ['http_status_code'],
      ]);
      expect(found.slice(2)).to.deep.equal([0n, 0n, 0n, 204n]);
    });

    it('gives the null handle for an empty body', async () => {
      const found = await run(await abi(), [['block', JSON.stringify({ url: `${serverUrl}/http/bytes/0` })], ['http_request', ref(0), 0n], ['http_status_code']]);
      expect(found.slice(1)).to.deep.equal([0n, 200n]);
    });

    it('tells of the last response only', async () => {
      const found = await run(await abi({ allowHttpResponseHeaders: true }), [
        ['http_status_code'],
        ['http_headers'],
        ['block', JSON.stringify({ url })],
        ['http_request', ref(2), 0n],
        ['http_status_code'],
        ['http_headers'],
        ['length', ref(5)],
        ['block', JSON.stringify({ url: `${serverUrl}/http/status/404` })],
        ['http_request', ref(7), 0n],
        ['http_status_code'],
      ]);
      expect(found.slice(0, 2)).to.deep.equal([0n, 0n]);
      expect(found[4]).to.equal(201n);
      expect(found[6] > 20n).to.equal(true);
      expect(found[9]).to.equal(404n);
    });

    it('forgets the last response when it fails', async () => {
      const plugin = await abi();
      await run(plugin, [['block', JSON.stringify({ url })], ['http_request', ref(0), 0n]]);
      await rejection(run(plugin, [['block', JSON.stringify({ url: 'https://elsewhere.invalid/' })], ['http_request', ref(0), 0n]]));
      expect(await run(plugin, [['http_status_code'], ['http_headers']])).to.deep.equal([0n, 0n]);
    });

    const bad = [
      ['no JSON', 'not json', /^http_request was given a bad request: /],
      ['empty', '', /^http_request was given a bad request: /],
      ['null', 'null', /request must be an object, got null/],
      ['an array', '[]', /request must be an object, got an array/],
      ['no url', '{}', 'http_request was given a bad request: it has no url'],
      ['a url that is a number', '{"url":7}', /request\.url must be a string, got a number/],
      ['a relative url', '{"url":"/http/echo"}', 'http_request was given a bad request: "/http/echo" is not an absolute URL'],
      ['an empty url', '{"url":""}', 'http_request was given a bad request: "" is not an absolute URL'],
      ['a method that is a number', JSON.stringify({ url, method: 7 }), /request\.method must be a string, got a number/],
      ['headers that are a string', JSON.stringify({ url, headers: 'x' }), /request\.headers must be an object/],
      ['a header that is an array', JSON.stringify({ url, headers: { a: [1] } }), /request\.headers\.a must be a string, got an array/],
    ];
    for (const [name, json, message] of bad) {
      it(`fails the call for ${name}`, async () => {
        const plugin = await abi();
        const lines = json === '' ? [['http_request', 0n, 0n]] : [['block', json], ['http_request', ref(0), 0n]];
        await expectError(run(plugin, lines), 'HTTP', message);
        expect((await run(plugin, [['block', JSON.stringify({ url })], ['http_request', ref(0), 0n], ['http_status_code']]))[2]).to.equal(201n);
      });
    }

    it('fails the call for handles that are none', async () => {
      const plugin = await abi();
      await expectError(run(plugin, [['http_request', 12345n, 0n]]), 'BAD_HANDLE', /http_request was given the handle 0x3039, which is not a live block/);
      await expectError(run(plugin, [['block', JSON.stringify({ url })], ['http_request', ref(0), 2n ** 40n]]), 'BAD_HANDLE', /http_request was given the handle 0x10000000000/);
    });
  });
}

if (canWait) {
  describe('an HTTP request that is waited for', () => {
    it('is waited for', async () => {
      const plugin = await requester();
      const call = plugin.call('get', `${serverUrl}/http/slow/30`);
      expect(plugin.isActive()).to.equal(true);
      await expectError(plugin.call('get', `${serverUrl}/http/status/200`), 'REENTRANT', 'plugin is not reentrant');
      expect((await call).text()).to.equal('slow');
    });

    it(`is ${inWorker ? 'given up' : 'brought to its end'} when the plug-in is closed meanwhile`, async () => {
      const plugin = await requester();
      const call = plugin.call('get', `${serverUrl}/http/slow/20`);
      const ended = inWorker && expectError(call, 'CLOSED', 'plugin is closed');
      await plugin.close();
      if (inWorker) await ended;
      else expect((await call).text()).to.equal('slow');
    });

    it('cannot be made in a synchronous call, and is not sent then', async () => {
      const sent = [];
      const plugin = await requester({ fetch: (...args) => { sent.push(args); return fetch(...args); } });
      expect(() => plugin.callSync('get', `${serverUrl}/http/status/200`)).to.throw(inWorker ? /callSync/ : /^http_request must be waited for, which neither callSync/);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(sent).to.deep.equal([]);
      expect((await plugin.call('get', `${serverUrl}/http/status/200`)).text()).to.equal('200');
    });

    it('is made by the fetch of the options', async () => {
      const asked = [];
      const fetchHere = async (url, init) => {
        asked.push([url, init.method, new Headers(init.headers).get('x-one'), new TextDecoder().decode(init.body)]);
        return new Response('made here', { status: 299 });
      };
      const plugin = await requester({ allowedHosts: ['elsewhere.invalid'], fetch: fetchHere });
      const got = await request(plugin, { url: 'https://elsewhere.invalid/a?b#c', method: 'POST', headers: { 'X-One': 'one' }, body: 'body' });
      expect(got.status).to.equal(299);
      expect(new TextDecoder().decode(got.body)).to.equal('made here');
      expect(asked).to.deep.equal([['https://elsewhere.invalid/a?b#c', 'POST', 'one', 'body']]);
    });

    const failing = {
      'throws': () => { throw new TypeError('no network'); },
      'rejects': () => Promise.reject(new TypeError('no network')),
      'gives a body that breaks off': async () => new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('no network')) })),
    };
    for (const [name, fetchHere] of Object.entries(failing)) {
      it(`fails the call where fetch ${name}`, async () => {
        let works = false;
        const plugin = await requester({ fetch: (...args) => (works ? fetch(...args) : fetchHere()) });
        const error = await expectError(plugin.call('get', `${serverUrl}/http/status/200`), 'HTTP', /no network/);
        expect(error.message).to.match(name.startsWith('gives') ? /^HTTP response from "(.*)" broke off: no network$/ : /^HTTP request to "(.*)" failed: no network$/);
        expect(error.message).to.include(`${serverUrl}/http/status/200`);
        expect(error.cause).to.be.instanceOf(TypeError);
        works = true;
        expect((await plugin.call('get', `${serverUrl}/http/status/200`)).text()).to.equal('200');
      });
    }

    for (const value of ['text', null, undefined]) {
      it(`passes on what fetch rejects with: ${value}`, async () => {
        const plugin = await requester({ fetch: () => Promise.reject(value) });
        const error = await expectError(plugin.call('get', `${serverUrl}/http/status/200`), 'HTTP', /^HTTP request to ".*" failed: /);
        if (value !== undefined) expect(error.cause).to.equal(value);
      });
    }

    for (const [value, what] of [['text', 'a string'], [null, 'null'], [undefined, 'undefined'], [{}, 'an object'], [7, 'a number']]) {
      it(`fails the call where fetch gives ${JSON.stringify(value)}`, async () => {
        const plugin = await requester({ fetch: async () => value });
        await expectError(plugin.call('get', `${serverUrl}/http/status/200`), 'HTTP', `HTTP request to "${serverUrl}/http/status/200" failed: fetch gave no Response but ${what}`);
      });
    }
  });

  describe('http_request, waited for', () => {
    it('sends the bytes of its body as they are', async () => {
      const bodies = [];
      const plugin = await abi({ fetch: async (_, init) => { bodies.push(init.body); return new Response('x'); } });
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      await run(plugin, [['block', JSON.stringify({ url, method: 'POST' })], ['block', bytes], ['http_request', ref(0), ref(1)]]);
      expect(bodies[0]).to.deep.equal(bytes);
    });

    for (const name of ['headers', 'header']) {
      it(`takes ${name}`, async () => {
        const seen = [];
        const plugin = await abi({ fetch: async (_, init) => { seen.push([...init.headers]); return new Response('x'); } });
        await run(plugin, [['block', JSON.stringify({ url, [name]: { 'x-one': '1', __proto__x: '2' } })], ['http_request', ref(0), 0n]]);
        expect(seen).to.deep.equal([[['x-one', '1'], ['__proto__x', '2']]]);
      });
    }

    it('takes headers over header', async () => {
      const seen = [];
      const plugin = await abi({ fetch: async (_, init) => { seen.push([...init.headers]); return new Response('x'); } });
      await run(plugin, [['block', JSON.stringify({ url, headers: { a: '1' }, header: { b: '2' } })], ['http_request', ref(0), 0n]]);
      expect(seen).to.deep.equal([[['a', '1']]]);
    });

    it('gives headers as JSON, and none where that is not allowed', async () => {
      const fetchHere = async () => new Response('x', { headers: { 'X-One': 'ä'.normalize('NFC'), 'X-Two': '"quoted"' } });
      const lines = [['block', JSON.stringify({ url })], ['http_request', ref(0), 0n], ['http_headers'], ['output_set', ref(2), 0n]];
      expect((await run(await abi({ fetch: fetchHere }), lines))[2]).to.equal(0n);
      const length = 120;
      const found = await run(await abi({ fetch: fetchHere, allowHttpResponseHeaders: true }), [
        ...lines.slice(0, 3),
        ['length', ref(2)],
        ...Array.from({ length }, (_, i) => ['load_u8', ref(2, i)]),
      ]);
      const text = new TextDecoder().decode(Uint8Array.from(found.slice(4, 4 + Number(found[3])), Number));
      expect(JSON.parse(text)).to.include({ 'x-one': 'ä', 'x-two': '"quoted"' });
    });

    it('may be a host function of the application', async () => {
      const functions = { 'extism:host/env': { http_request: async (context) => context.store('own!') } };
      for (const allowedHosts of [[], [serverHost]]) {
        const plugin = await abi({ functions, allowedHosts });
        expect((await run(plugin, [['http_request', 0n, 0n], ['length', ref(0)]]))[1]).to.equal(4n);
      }
    });
  });
} else {
  describe('an HTTP request, where the engine has no JSPI', () => {
    const remedies = 'the plug-in makes HTTP requests, which must be waited for: use an engine with JSPI (WebAssembly.Suspending), or run the plug-in with the option runInWorker';
    const orLeaveOut = engine === 'node' ? ', or leave out the option fetch, which gives promises' : '';

    for (const fixture of ['http_rust', 'http_as', 'abi_http']) {
      it(`fails the creation of a plug-in that could make one by the fetch of the options: ${fixture}`, async () => {
        const sent = [];
        const fetchHere = async (...args) => { sent.push(args); };
        const message = inWorker ? /^the plug-in makes HTTP requests by options\.fetch, which must be waited for: serve the page cross-origin isolated .*, or use an engine with JSPI/ : remedies + orLeaveOut;
        await expectError(make(fixture, { allowedHosts: ['*'], fetch: fetchHere }), 'UNSUPPORTED', message);
        expect(sent).to.deep.equal([]);
      });

      if (canRequest) continue;
      it(`fails the creation of a plug-in that could make one: ${fixture}`, async () => {
        await expectError(make(fixture, { allowedHosts: ['*'] }), 'UNSUPPORTED', remedies);
      });
    }

    it('does not keep a plug-in from being made that makes none', async () => {
      const plugin = await make('echo', { allowedHosts: ['*'], fetch: async () => {} });
      expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    });

    it('may be made by a host function of the application', async () => {
      const functions = { 'extism:host/env': { http_request: (context) => context.store('own!') } };
      for (const allowedHosts of [[], [serverHost]]) {
        const making = make('abi_http', { functions, allowedHosts });
        if (!canCallPage) {
          await expectNoFunctions(making);
          continue;
        }
        const plugin = await making;
        expect(results(await plugin.call('run', script([['http_request', 0n, 0n], ['length', ref(0)]])))[1]).to.equal(4n);
      }
    });

    it('fails the call where no host is allowed', async () => {
      const plugin = await requester({ allowedHosts: [] });
      const url = `${serverUrl}/http/echo`;
      for (let round = 0; round < 2; round += 1) {
        await expectError(plugin.call('get', url), 'HTTP_DENIED', `Call error: HTTP request to "${url}" is not allowed (no allowedHosts match "${serverHost}")`);
      }
      await expectError(callSync(plugin, 'get', url), 'HTTP_DENIED', /is not allowed/);
    });
  });
}
