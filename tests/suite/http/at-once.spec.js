// Requests that block the thread until they are answered: those of calls that cannot wait, in Node.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { engine, otherUrl, serverUrl } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';
import { pattern, redirectTo, requester, serverHost } from './request.js';

const otherHost = new URL(otherUrl).hostname;

/** What a synchronous call ends with, as a promise. */
const calling = async (plugin, name, input) => plugin.callSync(name, input);

if (engine === 'node') {
  describe('an HTTP request in a synchronous call', () => {
    const ok = `${serverUrl}/http/status/200`;
    const abi = (options) => make('abi_http', { allowedHosts: [serverHost], ...options });
    const run = (plugin, lines) => results(plugin.callSync('run', script(lines)));

    it('blocks until it is answered', async () => {
      const plugin = await requester();
      expect(plugin.callSync('get', `${serverUrl}/http/slow/50`).text()).to.equal('slow');
      expect(plugin.isActive()).to.equal(false);
    });

    it('is answered as in an asynchronous one', async () => {
      const plugin = await requester({ allowHttpResponseHeaders: true });
      const ask = JSON.stringify({ url: `${serverUrl}/http/echo`, method: 'PUT', headers: { 'x-one': 'eins' }, body: 'grüße' });
      const withoutDate = ({ headers: { date, ...headers }, ...rest }) => ({ headers, ...rest });
      const told = plugin.callSync('request', ask).json();
      expect(told.status).to.equal(200);
      expect(told.headers).to.include({ 'content-type': 'application/json' });
      const echoed = JSON.parse(atob(told.body));
      expect(echoed).to.include({ method: 'PUT', body: btoa(unescape(encodeURIComponent('grüße'))) });
      expect(echoed.headers).to.include({ 'x-one': 'eins' });
      expect(withoutDate(told)).to.deep.equal(withoutDate((await plugin.call('request', ask)).json()));
    });

    it('gives all cookies', async () => {
      const plugin = await requester({ allowHttpResponseHeaders: true });
      const { headers } = plugin.callSync('request', JSON.stringify({ url: `${serverUrl}/http/cookies` })).json();
      expect(headers).to.include({ 'set-cookie': 'a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT, b=2', 'x-twice': 'one, two' });
    });

    it('carries every byte', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      const plugin = await abi();
      const ask = JSON.stringify({ url: `${serverUrl}/http/echo`, method: 'POST' });
      const found = run(plugin, [['block', ask], ['block', bytes], ['http_request', ref(0), ref(1)], ['length', ref(2)]]);
      const length = Number(found[3]);
      const loads = Array.from({ length }, (_, i) => ['load_u8', ref(2, i)]);
      const body = run(plugin, [['block', ask], ['block', bytes], ['http_request', ref(0), ref(1)], ...loads]).slice(3);
      const echoed = JSON.parse(String.fromCharCode(...body.map(Number)));
      expect(atob(echoed.body)).to.equal(String.fromCharCode(...bytes));
    });

    it('brings 20 MiB', async () => {
      const plugin = await requester();
      const length = 20 << 20;
      expect(plugin.callSync('length', `${serverUrl}/http/bytes/${length}`).text()).to.equal(String(length));
      const got = plugin.callSync('get', `${serverUrl}/http/bytes/3000000`).bytes();
      expect(got).to.deep.equal(pattern(3_000_000));
    });

    it('can be made by two plug-ins in turns', async () => {
      const [one, two] = [await requester(), await requester({ memory: { maxHttpResponseBytes: 5 } })];
      for (let round = 0; round < 5; round += 1) {
        expect(one.callSync('get', `${serverUrl}/http/bytes/${round + 6}`).bytes()).to.deep.equal(pattern(round + 6));
        await expectError(calling(two, 'get', `${serverUrl}/http/bytes/${round + 6}`), 'HTTP_LIMIT', /is larger than the 5 bytes allowed/);
        expect(two.callSync('get', `${serverUrl}/http/bytes/${round}`)?.byteLength ?? 0).to.equal(round);
      }
    });

    it('leaves a plug-in that traps afterwards usable', async () => {
      const plugin = await abi();
      const lines = [['block', JSON.stringify({ url: `${serverUrl}/http/status/201` })], ['http_request', ref(0), 0n], ['http_status_code']];
      const trapping = script([...lines, ['alloc', 1n]]);
      // No operation has this number.
      trapping[8 + 3 * 24] = 255;
      for (let round = 0; round < 3; round += 1) {
        await expectError(calling(plugin, 'run', trapping), 'TRAP', /function "run" trapped/);
        expect(run(plugin, lines)[2]).to.equal(201n);
      }
    });

    it('stops an endless response at the limit', async () => {
      const url = `${serverUrl}/http/endless`;
      const plugin = await requester({ memory: { maxHttpResponseBytes: 1 << 20 } });
      for (let round = 0; round < 3; round += 1) {
        await expectError(calling(plugin, 'length', url), 'HTTP_LIMIT', `HTTP response from "${url}" is larger than the ${1 << 20} bytes allowed (memory.maxHttpResponseBytes)`);
      }
      const open = async () => Number(await (await fetch(`${serverUrl}/http/endless/open`)).text());
      for (let turn = 0; (await open()) > 0; turn += 1) {
        expect(turn, 'the download goes on').to.be.below(300);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });

    it('fails when the response breaks off', async () => {
      const plugin = await requester();
      const url = `${serverUrl}/http/broken/1000`;
      const error = await expectError(calling(plugin, 'get', url), 'HTTP', /^HTTP response from "(.*)" broke off: ./);
      expect(error.message).to.include(url);
      expect(error.cause).to.be.instanceOf(TypeError);
      expect(error.cause.cause).to.be.instanceOf(Error);
      expect(plugin.callSync('get', ok).text()).to.equal('200');
    });

    it('fails when nobody listens', async () => {
      const { createServer } = await import('node:net');
      const server = createServer();
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      await new Promise((resolve) => server.close(resolve));
      const plugin = await requester();
      const error = await expectError(calling(plugin, 'get', `http://127.0.0.1:${port}/`), 'HTTP', `HTTP request to "http://127.0.0.1:${port}/" failed: fetch failed`);
      expect(error.cause).to.be.instanceOf(TypeError);
      expect(error.cause.cause.code).to.equal('ECONNREFUSED');
      expect(plugin.callSync('get', ok).text()).to.equal('200');
    });

    it('asks no host that a redirect leads to and that is not allowed', async () => {
      const plugin = await requester();
      const target = `${otherUrl}/http/visit/at-once`;
      await expectError(calling(plugin, 'get', redirectTo(redirectTo(target))), 'HTTP_DENIED', `Call error: HTTP request to "${target}" is not allowed (no allowedHosts match "${otherHost}")`);
      expect(await (await fetch(`${otherUrl}/http/visits/at-once`)).text()).to.equal('0');
      const allowed = await requester({ allowedHosts: [serverHost, otherHost] });
      expect(allowed.callSync('get', redirectTo(redirectTo(target))).text()).to.equal('1');
    });

    it('gives the body of a redirect that leads nowhere', async () => {
      const plugin = await abi();
      const url = `${serverUrl}/http/status/302`;
      const found = run(plugin, [['block', JSON.stringify({ url })], ['http_request', ref(0), 0n], ['http_status_code'], ['length', ref(1)]]);
      expect(found.slice(2)).to.deep.equal([302n, 3n]);
      const unreadable = `${serverUrl}/http/redirect?to=${encodeURIComponent('http://[')}`;
      expect(run(plugin, [['block', JSON.stringify({ url: unreadable })], ['http_request', ref(0), 0n], ['http_status_code']])[2]).to.equal(302n);
    });
  });
}
