// What the application hands over and what throws when it is looked at: errors, responses, lists. Each ends in an error, none in a call that never ends.
import { expect } from 'chai';
import { canCallPage, fixtureBytes } from '../../support/fixtures.js';
import { create, expectError, make, recorder, rejection } from '../../support/plugin.js';
import { decode, encode, host, ways } from '../functions/host.js';
import { canWait } from '../http/request.js';

const refuse = () => {
  throw new TypeError('not to be looked at');
};

const getters = (names) => Object.fromEntries(names.map((name) => [name, { get: refuse }]));

/** An error of which nothing can be told. */
const silent = () => Object.defineProperties(new Error('said'), getters(['stack', 'message', 'name', 'cause', 'code']));

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Values to throw. */
const thrown = {
  'an error that throws': silent,
  'a proxy that is no more': () => revoked({}),
  'an error behind a proxy that is no more': () => revoked(new Error('said')),
  'an object that is no text': () => ({ toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse }),
  'an object without a prototype': () => Object.create(null),
  'a symbol': () => Symbol('no error'),
  'an error whose message is none': () => Object.defineProperty(new Error('said'), 'message', { value: { toString: refuse } }),
};

/** A response of which these properties throw. */
const hiding = (...names) => Object.defineProperties(new Response('body', { headers: { 'content-type': 'application/wasm' } }), getters(names));

/** A response that was read already. */
async function read() {
  const response = new Response('body');
  await response.text();
  return response;
}

/** A response that somebody reads. */
function locked() {
  const response = new Response('body');
  response.body.getReader();
  return response;
}

/** A response whose body gives something other than bytes. */
const giving = (chunk) => () => {
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(chunk());
      stream.close();
    },
  });
  return new Response(body);
};

/** What `fetch` may give that nobody can read. */
const responses = {
  'that was read': read,
  'that is being read': locked,
  'that is none, and says it is': () => ({ [Symbol.toStringTag]: 'Response' }),
  'of another library, without a stream': () => ({ [Symbol.toStringTag]: 'Response', ok: true, status: 200, url: '', headers: new Headers(), body: { pipe() {} } }),
  'whose stream gives text': giving(() => 'text'),
  'whose stream gives null': giving(() => null),
  'whose stream gives numbers': giving(() => 7),
  'whose stream gives a view without bytes': giving(() => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  }),
  'whose stream gives an error that throws': () => new Response(new ReadableStream({ pull: (stream) => stream.error(silent()) })),
  ...Object.fromEntries(['body', 'headers', 'status', 'url'].map((name) => [`whose ${name} throws`, () => hiding(name)])),
};

const serverHost = 'here.invalid';
const url = `http://${serverHost}/`;

describe('what throws when it is looked at', function () {
  // A call that never ends is what this looks for.
  this.timeout(10_000);

  for (const [what, value] of Object.entries(thrown)) {
    it(`as the name of a function: ${what}`, async () => {
      const plugin = await make('echo');
      const name = value();
      expect((await rejection(plugin.call(name, 'x'))).code).to.equal('INVALID_INPUT');
      expect((await rejection(plugin.call('echo', name))).code).to.equal('INVALID_INPUT');
      expect((await plugin.call('echo', 'next')).text()).to.equal('next');
    });

    it(`as a manifest, in one, in options: ${what}`, async () => {
      const bytes = await fixtureBytes('echo');
      const hostile = value();
      const manifests = [hostile, { wasm: hostile }, { wasm: [hostile] }, { wasm: [{ data: hostile }] }, { wasm: [{ url: hostile }] }, { wasm: [{ response: hostile }] }, { wasm: [{ module: hostile }] }];
      for (const manifest of manifests) expect(await rejection(create(manifest))).to.be.instanceOf(Error);
      const options = [{ config: hostile }, { config: { a: hostile } }, { allowedHosts: hostile }, { allowedHosts: [hostile] }, { logger: hostile }, { fetch: hostile }, { timeoutMs: hostile }, { memory: hostile }];
      for (const option of options) {
        // Some are as good as none.
        const outcome = await create(bytes, option).catch((error) => error);
        if (outcome instanceof Error) continue;
        expect((await outcome.call('echo', 'x')).text()).to.equal('x');
        await outcome.close();
      }
    });

    it(`as what fetch rejects with, for a manifest: ${what}`, async () => {
      const reason = value();
      await expectError(create('https://a.invalid/', { fetch: () => Promise.reject(reason) }), 'FETCH', /^manifest URL "https:\/\/a\.invalid\/" could not be fetched: /);
      await expectError(create({ wasm: [{ url: 'https://a.invalid/' }] }, { fetch: () => { throw reason; } }), 'FETCH', /could not be fetched: /);
    });

    it(`as what the body of a response ends with, for a manifest: ${what}`, async () => {
      const broken = () => new Response(new ReadableStream({ pull: (stream) => stream.error(value()) }), { headers: { 'content-type': 'application/json' } });
      expect((await rejection(create(broken()))).code).to.equal('FETCH');
      expect((await rejection(create({ wasm: [{ response: broken() }] }))).code).to.equal('FETCH');
    });

    for (const [way, wrap] of Object.entries(canCallPage ? ways : {})) {
      it(`as what a host function throws, ${way}: ${what}`, async () => {
        const reason = value();
        const f64 = wrap(() => {
          throw reason;
        });
        const plugin = await make('host_fns', { functions: host({ f64 }) });
        const ended = await plugin.call('f64', encode(['f64', 1])).then(() => [], (error) => [error]);
        expect(ended.length).to.equal(1);
        expect(Object.is(ended[0], reason), 'the very same value').to.equal(true);
        expect(decode('i32', await plugin.call('i32', encode(['i32', 5])))).to.equal(5);
      });
    }

    it(`as what a logger throws: ${what}`, async () => {
      const reason = value();
      let isBad = true;
      const logger = recorder();
      logger.info = () => {
        if (isBad) throw reason;
      };
      const plugin = await make('count_vowels', { logger, logLevel: 'info', config: { vowels: 'a' } });
      await plugin.call('count_vowels', 'aaa').catch(() => {});
      isBad = false;
      expect((await plugin.call('count_vowels', 'aaa')).json().count).to.equal(3);
    });

    if (canWait) {
      it(`as what fetch rejects with, for a plug-in: ${what}`, async () => {
        const reason = value();
        let isBad = true;
        const fetchHere = () => (isBad ? Promise.reject(reason) : Promise.resolve(new Response('good')));
        const plugin = await make('http_rust', { allowedHosts: [serverHost], fetch: fetchHere });
        await expectError(plugin.call('get', url), 'HTTP', /^HTTP request to "http:\/\/here\.invalid\/" failed: /);
        isBad = false;
        expect((await plugin.call('get', url)).text()).to.equal('good');
      });
    }
  }

  for (const [what, response] of Object.entries(responses)) {
    it(`a response ${what}, for a manifest`, async () => {
      expect(await rejection(create('https://a.invalid/', { fetch: async () => response() }))).to.be.instanceOf(Error);
      for (const manifest of [await response(), { wasm: [{ response: await response() }] }]) {
        expect(await rejection(create(manifest))).to.be.instanceOf(Error);
      }
    });

    if (canWait) {
      it(`a response ${what}, for a plug-in`, async () => {
        let isBad = true;
        const fetchHere = async () => (isBad ? response() : new Response('good'));
        const plugin = await make('http_rust', { allowedHosts: [serverHost], fetch: fetchHere, allowHttpResponseHeaders: true });
        const outcome = await plugin.call('get', url).then((output) => output.text(), (error) => error.code);
        // What there is no need of may throw, and a view of nothing is empty.
        expect(outcome).to.equal({ 'whose url throws': 'body', 'whose status throws': 'body', 'whose stream gives a view without bytes': outcome }[what] ?? 'HTTP');
        isBad = false;
        expect((await plugin.call('get', url)).text()).to.equal('good');
        // Another's calls go on.
        expect((await (await make('echo')).call('echo', 'x')).text()).to.equal('x');
      });
    }
  }

  if (canWait) {
    it('a response of another library without a stream is read whole', async () => {
      const given = { [Symbol.toStringTag]: 'Response', status: 200, url: '', headers: new Headers({ 'X-One': '1' }), body: { pipe() {} }, arrayBuffer: async () => new TextEncoder().encode('whole').buffer };
      const plugin = await make('http_rust', { allowedHosts: [serverHost], fetch: async () => given, memory: { maxHttpResponseBytes: 5 } });
      expect((await plugin.call('get', url)).text()).to.equal('whole');
      given.arrayBuffer = async () => new Uint8Array(6);
      expect((await rejection(plugin.call('get', url))).code).to.equal('HTTP_LIMIT');
      given.arrayBuffer = () => 7;
      expect((await rejection(plugin.call('get', url))).code).to.equal('HTTP');
    });
  }

  const lists = {
    'whose length throws': () => new Proxy([], { get: (list, key) => (key === 'length' ? refuse() : list[key]) }),
    'whose item throws': () => Object.defineProperty([], 0, { get: refuse, enumerable: true }),
    'of any length': () => new Proxy([], { get: (list, key) => (key === 'length' ? 2 ** 40 : list[key]) }),
    'of no length': () => new Proxy([], { get: (list, key) => (key === 'length' ? 'x' : list[key]) }),
    'that is no more': () => revoked([]),
  };
  for (const [what, list] of Object.entries(lists)) {
    it(`a list ${what}`, async () => {
      const data = await fixtureBytes('echo');
      for (const [manifest, options] of [[{ wasm: list() }], [{ wasm: [{ data }], allowed_hosts: list() }], [{ wasm: [{ data }] }, { allowedHosts: list() }]]) {
        const outcome = await create(manifest, options).catch((error) => error);
        if (outcome instanceof Error) continue;
        // One of no items is taken for what it says.
        expect(what).to.equal('of no length');
        await outcome.close();
      }
    });
  }

  const maps = {
    'whose value throws': () => Object.defineProperty({}, 'a', { get: refuse, enumerable: true }),
    'whose keys throw': () => new Proxy({}, { ownKeys: refuse }),
    'whose prototype throws': () => new Proxy({}, { getPrototypeOf: refuse }),
    'whose descriptors throw': () => new Proxy({ a: '1' }, { getOwnPropertyDescriptor: refuse }),
  };
  for (const [what, map] of Object.entries(maps)) {
    it(`an object ${what}`, async () => {
      const data = await fixtureBytes('echo');
      const manifests = [[map()], [{ wasm: [map()] }], [{ wasm: [{ data }], config: map() }], [{ wasm: [{ data }] }, { config: map() }], [{ wasm: [{ url: 'https://a.invalid/', headers: map() }] }], [{ wasm: [{ data }], memory: map() }]];
      for (const [manifest, options] of manifests) {
        const outcome = await create(manifest, options).catch((error) => error);
        if (outcome instanceof Error) continue;
        expect((await outcome.call('echo', 'x')).text()).to.equal('x');
        await outcome.close();
      }
    });
  }
});
