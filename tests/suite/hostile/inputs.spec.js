// What a page can hand over that is not what it seems: buffers without bytes, classes that lie, objects that throw when looked at.
import { expect } from 'chai';
import { fixtureBytes } from '../../support/fixtures.js';
import { create, expectError, make } from '../../support/plugin.js';

/** A buffer that was transferred away. @param {number} length */
function detached(length) {
  const buffer = new ArrayBuffer(length);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

/** A view that is beyond the end of its buffer, which became shorter; where buffers can. */
function outOfBounds(View) {
  const buffer = new ArrayBuffer(16, { maxByteLength: 16 });
  const view = new View(buffer, 8, 8 / (View.BYTES_PER_ELEMENT ?? 1));
  buffer.resize(4);
  return view;
}

const canResize = 'resize' in ArrayBuffer.prototype;

/** Everything about it lies. */
class Liar extends Uint8Array {
  get length() {
    return 1e9;
  }

  get byteLength() {
    return 1e9;
  }

  get byteOffset() {
    return -1;
  }

  get buffer() {
    throw new Error('no buffer');
  }

  subarray() {
    throw new Error('no subarray');
  }

  slice() {
    throw new Error('no slice');
  }

  static get [Symbol.species]() {
    throw new Error('no species');
  }

  get [Symbol.toStringTag]() {
    return 'DataView';
  }
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const angry = new Proxy({}, {
  get() {
    throw new Error('not to be looked at');
  },
});

const utf8 = (text) => new TextEncoder().encode(text);
const sharedOf = (text, options) => {
  const buffer = new SharedArrayBuffer(text.length, options);
  new Uint8Array(buffer).set(utf8(text));
  return buffer;
};

describe('inputs', () => {
  const good = {
    'an instance of a class that lies': [() => new Liar(utf8('abc')), 'abc'],
    'a view of a part': [() => new DataView(utf8('xabcx').buffer, 1, 3), 'abc'],
    'text with half a character': [() => 'a\ud800b', 'a\ufffdb'],
    'not a number': [() => NaN, 'NaN'],
    ...(typeof SharedArrayBuffer === 'function' && {
      'shared memory': [() => sharedOf('abc'), 'abc'],
      'a view of shared memory': [() => new Uint8Array(sharedOf('xabc'), 1), 'abc'],
    }),
    ...(canResize && {
      'a buffer that can grow': [() => new ArrayBuffer(3, { maxByteLength: 9 }), '\0\0\0'],
      'a view that follows its buffer': [() => {
        const buffer = new ArrayBuffer(1, { maxByteLength: 3 });
        const view = new Uint8Array(buffer);
        buffer.resize(3);
        view.set(utf8('abc'));
        return view;
      }, 'abc'],
    }),
  };
  const bad = {
    'a buffer that was transferred away': () => detached(8),
    'a view of one': () => {
      const view = new Uint8Array(8);
      structuredClone(view.buffer, { transfer: [view.buffer] });
      return view;
    },
    'a proxy of bytes': () => new Proxy(utf8('abc'), {}),
    'a proxy of a buffer': () => new Proxy(new ArrayBuffer(3), {}),
    'an object that says it is a buffer': () => ({ [Symbol.toStringTag]: 'ArrayBuffer', byteLength: 3 }),
    'a text in an object': () => new String('abc'),
    'a symbol': () => Symbol('abc'),
    'a BigInt': () => 5n,
    'a function': () => () => 'abc',
    ...(canResize && { 'a view beyond the end of its buffer': () => outOfBounds(DataView) }),
  };
  for (const [what, [input, text]] of Object.entries(good)) {
    it(`may be ${what}`, async () => {
      const plugin = await make('echo');
      expect((await plugin.call('echo', input()))?.text() ?? '').to.equal(text);
    });
  }
  for (const [what, input] of Object.entries(bad)) {
    it(`are refused: ${what}`, async () => {
      const plugin = await make('echo');
      await expectError(plugin.call('echo', input()), 'INVALID_INPUT', /^the input of a call must be a string, bytes or nothing, got (a|an) /);
      expect((await plugin.call('echo', 'next')).text()).to.equal('next');
    });
  }
  it('are no more than a moment\'s: what changes afterwards is not seen', async () => {
    const plugin = await make('echo');
    const bytes = utf8('before');
    const call = plugin.call('echo', bytes);
    bytes.set(utf8('after!'));
    expect((await call).text()).to.equal('before');
  });
  for (const [what, value] of Object.entries({ 'that throws': angry, 'that is no more': revoked() })) {
    it(`a proxy ${what} is refused, and the next call works`, async () => {
      const plugin = await make('echo');
      for (const call of [() => plugin.call('echo', value), () => plugin.call(value), () => plugin.call('echo', 'x', null, value)]) {
        const error = await call().then(() => undefined, (thrown) => thrown);
        expect(error).to.be.instanceOf(Error);
      }
      expect((await plugin.call('echo', 'next', value)).text()).to.equal('next');
    });
  }
});

describe('manifests', () => {
  const bad = {
    'a buffer that was transferred away': [() => detached(8), /^a manifest must be a URL, .*, got an object \(ArrayBuffer\)$/],
    'one as data': [() => ({ wasm: [{ data: detached(8) }] }), 'manifest.wasm[0].data must be bytes or base64, got an object (ArrayBuffer)'],
    'a hole': [() => ({ wasm: [,] }), 'manifest.wasm[0] must be an object, got undefined'],
    'a circle': [() => {
      const circle = {};
      circle.wasm = [circle];
      return circle;
    }, 'manifest.wasm[0] must have one of the keys data, url, path, response or module'],
    'a class': [() => class Manifest {}, /^a manifest must be .*, got a function$/],
  };
  for (const [what, [manifest, message]] of Object.entries(bad)) {
    it(`are refused: ${what}`, () => expectError(create(manifest()), 'INVALID_MANIFEST', message));
  }

  it('may be proxies, and have proxies in them', async () => {
    const data = await fixtureBytes('echo');
    const proxy = (value) => new Proxy(value, {});
    const plugin = await make(proxy({ wasm: proxy([proxy({ data })]), config: proxy({ a: '1' }) }));
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
  });

  for (const [what, manifest] of Object.entries({ 'that throws': angry, 'that is no more': revoked(), 'with a getter that throws': { get wasm() { throw new Error('not to be looked at'); } } })) {
    it(`an object ${what} ends in its error`, async () => {
      const error = await create(manifest).then(() => undefined, (thrown) => thrown);
      expect(error).to.be.instanceOf(Error);
      expect(error.message).to.match(/not to be looked at|revoked/);
    });
  }
});

describe('options', () => {
  const bad = {
    'a worker that is none': [{ runInWorker: true, worker: () => ({ postMessage() {}, terminate() {} }) }, 'options.worker must return a Worker'],
    'hosts with a hole': [{ allowedHosts: [, 'a.example'] }, 'options.allowedHosts[0] must be a string, got undefined'],
    'a circle': [{ config: (() => {
      const circle = {};
      circle.self = circle;
      return circle;
    })() }, 'options.config.self must be a string, got an object'],
    'a logger that throws when looked at': [{ logger: angry }, /^options\.logger\.\w+ must be a function$/],
  };
  for (const [what, [options, message]] of Object.entries(bad)) {
    it(`are refused: ${what}`, async () => expectError(create(await fixtureBytes('echo'), options), 'INVALID_OPTION', message));
  }

  it('may be 100,000 hosts', async () => {
    const plugin = await make('echo', { allowedHosts: Array(100_000).fill('*.a.example') });
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
  });
});
