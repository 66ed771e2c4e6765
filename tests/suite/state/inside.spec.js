// Every way in which the application's code runs inside a call tries to use the same plug-in.
import { expect } from 'chai';
import { createPool } from 'extism-web';
import { canCallPage, engine, fixtureBytes, inWorker, mode } from '../../support/fixtures.js';
import { expectError, kept, make, recorder } from '../../support/plugin.js';
import { decode, encode, host, ways as results } from '../functions/host.js';
import { canWait, requester } from '../http/request.js';

const plain = new TextEncoder().encode('hello');
const number = encode(['i32', 4]);

/** What a promise comes to: `[value]`, or the error. */
const outcome = (promise) => promise.then((value) => [value], (error) => error);

/** What code inside a call does with its plug-in, and what must come of it. */
const uses = {
  call: [(plugin, name) => plugin.call(name, 'zzzz'), (got) => expect(got).to.have.property('code', 'REENTRANT')],
  'call, often': [
    (plugin, name) => Promise.all(Array.from({ length: 3 }, () => outcome(plugin.call(name, 'zzzz')))),
    ([all]) => all.forEach((got) => expect(got).to.have.property('code', 'REENTRANT')),
  ],
  callSync: [
    async (plugin, name) => plugin.callSync(name, 'zzzz'),
    (got) => expect(got).to.have.property('code', inWorker ? 'UNSUPPORTED' : 'REENTRANT'),
  ],
  reset: [(plugin) => plugin.reset(), (got) => expect(got).to.deep.equal([false])],
  getInstance: [
    (plugin) => plugin.getInstance(),
    (got) => (inWorker ? expect(got).to.have.property('code', 'UNSUPPORTED') : expect(got[0]).to.be.instanceOf(WebAssembly.Instance)),
  ],
  memory: [
    (plugin) => plugin.memory(),
    (got) => (mode === 'messages' ? expect(got).to.have.property('code', 'REENTRANT') : expect(got[0]).to.include.keys('blocks', 'bytesInUse')),
  ],
  functionExists: [(plugin) => plugin.functionExists('absent'), (got) => expect(got).to.deep.equal([false])],
  getExports: [(plugin) => plugin.getExports(), ([got]) => expect(got).to.be.an('array')],
  getImports: [(plugin) => plugin.getImports(), ([got]) => expect(got).to.be.an('array')],
  isActive: [async (plugin) => plugin.isActive(), (got) => expect(got).to.deep.equal([true])],
};

/** Runs in a call what the test gives it, in every call or only when it is switched on. */
class Intruder {
  plugin;
  work = undefined;
  ran = 0;

  /** What the application's code calls. */
  run = () => {
    if (this.work === undefined) return;
    this.ran += 1;
    this.work();
  };
}

const textIs = (text) => (output) => expect(output.text()).to.equal(text);
const ggggg = { call: (plugin) => plugin.call('log', 'hello'), name: 'log', check: textIs('ggggg') };

/** A `Uint8Array` whose getters all run `run`, and tell the truth. */
function watched(run) {
  const bytes = new Uint8Array(plain);
  for (const name of ['length', 'byteLength', 'byteOffset', 'buffer', 'constructor', Symbol.toStringTag]) {
    const value = bytes[name];
    Object.defineProperty(bytes, name, { get: () => (run(), value) });
  }
  return bytes;
}

/** A subclass that lies about its bytes. */
class Liar extends Uint8Array {
  get length() { return 2 ** 31; }
  get byteLength() { return 1; }
  get byteOffset() { return 7; }
  get buffer() { return new ArrayBuffer(0); }
}

/** An object that runs `run` whatever is asked of it. @param {object} target */
const proxy = (target, run) => {
  const handler = Object.fromEntries(['get', 'has', 'getPrototypeOf', 'ownKeys', 'getOwnPropertyDescriptor'].map((trap) => [trap, (...args) => (run(), Reflect[trap](...args))]));
  return new Proxy(target, handler);
};

/** Refused inputs, which the error describes: that may run the application's code. */
const inputRefused = { name: 'letter', refused: ['INVALID_INPUT', /^the input of a call must be a string, bytes or nothing, got /] };

/**
 * The ways of the application's code into a call: how the plug-in is made with `run` somewhere in it, and a call in which it
 * runs.
 * @type {Record<string, {plugin: (run: () => void) => Promise<import('extism-web').Plugin>, call: (plugin: any, run: () => void) => Promise<any>,
 *   name: string, check?: (output: any) => void, refused?: [string, RegExp], always?: boolean}>}
 */
const ways = {
  'a logger': { plugin: (run) => make('counter', { logger: { ...recorder(), info: run }, logLevel: 'info' }), ...ggggg },
  'a getter of the logger': {
    plugin: (run) => make('counter', { logger: { ...recorder(), get info() { run(); return () => {}; } }, logLevel: 'info' }),
    ...ggggg,
  },
  'the logger of WASI output': {
    plugin: (run) => make('wasi_log', { useWasi: true, enableWasiOutput: true, logger: { ...recorder(), info: run } }),
    ...ggggg,
    check: textIs('\0'.repeat(5)),
  },
  'a getter of the options of a call': {
    plugin: () => make('counter'),
    ...ggggg,
    call: (plugin, run) => plugin.call('log', 'hello', null, { get signal() { run(); return undefined; }, get timeoutMs() { run(); return 0; } }),
  },
  'a Proxy as the options of a call': {
    plugin: () => make('counter'),
    ...ggggg,
    call: (plugin, run) => plugin.call('log', 'hello', null, proxy({}, run)),
  },
  'a time limit that is an object': {
    plugin: () => make('counter'),
    name: 'letter',
    call: (plugin, run) => plugin.call('letter', 'x', null, { timeoutMs: { valueOf: run, toString: run, [Symbol.toPrimitive]: run, get [Symbol.toStringTag]() { run(); return 'Limit'; } } }),
    refused: ['INVALID_OPTION', /timeoutMs/],
    optional: true,
  },
  'the getters of an input': { plugin: () => make('counter'), ...ggggg, call: (plugin, run) => plugin.call('log', watched(run)), optional: true },
  'a Proxy of bytes as an input': { plugin: () => make('counter'), ...inputRefused, call: (plugin, run) => plugin.call('letter', proxy(plain, run)), optional: true },
  'a Proxy of a buffer as an input': { plugin: () => make('counter'), ...inputRefused, call: (plugin, run) => plugin.call('letter', proxy(plain.buffer, run)), optional: true },
  'an object with toString, valueOf and toStringTag as an input': {
    plugin: () => make('counter'),
    ...inputRefused,
    call: (plugin, run) => plugin.call('letter', { toString: run, valueOf: run, toJSON: run, [Symbol.toPrimitive]: run, get [Symbol.toStringTag]() { run(); return 'Uint8Array'; }, get buffer() { run(); }, get byteLength() { run(); } }),
  },
  'an object with toString as a name': {
    plugin: () => make('counter'),
    name: 'letter',
    call: (plugin, run) => plugin.call({ toString: () => (run(), 'letter'), [Symbol.toPrimitive]: () => (run(), 'letter'), get [Symbol.toStringTag]() { run(); return 'String'; } }, 'x'),
    refused: ['INVALID_INPUT', /^a function's name must be a string, got /],
  },
};

if (canCallPage) {
  for (const [way, wrap] of Object.entries(results)) {
    ways[`a host function (results given ${way})`] = {
      plugin: (run) => make('host_fns', { functions: host({ i32: wrap((_context, value) => (run(), value + 1)) }) }),
      name: 'i32',
      call: (plugin) => plugin.call('i32', number),
      check: (output) => expect(decode('i32', output)).to.equal(5),
    };
    ways[`what a host function throws (results given ${way})`] = {
      plugin: (run) => make('host_fns', { functions: host({ i32: wrap((_context, value) => { run(); if (value === 4) throw Object.assign(new Error('thrown'), { code: 'MINE' }); return value; }) }) }),
      name: 'i32',
      call: (plugin) => plugin.call('i32', number),
      refused: ['MINE', /^thrown$/],
    };
  }
}
if (canWait) {
  /** A `fetch` that runs `run` itself, as its response is looked at, and as the body is read. */
  const send = (run) => async () => {
    run();
    const chunk = new TextEncoder().encode('body');
    let sent = false;
    const body = new ReadableStream({ pull(controller) { run(); if (sent) controller.close(); else controller.enqueue(chunk); sent = true; } });
    const response = new Response(body, { headers: { 'x-made': 'here' } });
    for (const name of ['status', 'headers', 'body', 'url', 'redirected']) {
      const value = name === 'url' ? 'https://example.com/' : response[name];
      Object.defineProperty(response, name, { get: () => (run(), value) });
    }
    return response;
  };
  ways['the option fetch, and the body of its response'] = {
    plugin: (run) => requester({ allowedHosts: ['example.com'], fetch: send(run) }),
    name: 'request',
    call: (plugin) => plugin.call('request', JSON.stringify({ url: 'https://example.com/' })),
    check: (output) => expect(atob(output.json().body)).to.equal('body'),
  };
}

/** Whether a call came to what the way says. */
async function checkCall(way, call) {
  if (way.refused !== undefined) await expectError(call, ...way.refused);
  else way.check(await call);
}

for (const [title, way] of Object.entries(ways)) {
  describe(`inside a call: ${title}`, () => {
    /** The plug-in, with an intruder that does nothing yet. `warm`: whether the function was called before. */
    async function prepare(warm) {
      const intruder = new Intruder();
      const plugin = await way.plugin(intruder.run);
      intruder.plugin = plugin;
      if (warm) for (let round = 0; round < 2; round += 1) await checkCall(way, way.call(plugin, intruder.run));
      return { plugin, intruder };
    }

    for (const warm of [false, true]) {
      it(`${warm ? 'later' : 'first'} calls: every use of the plug-in is refused or answered, and the call is right`, async () => {
        const { plugin, intruder } = await prepare(warm);
        for (const [use, [work, check]] of Object.entries(uses)) {
          const seen = [];
          intruder.work = () => void seen.push(outcome(work(plugin, way.name)));
          const ran = intruder.ran;
          await checkCall(way, way.call(plugin, intruder.run));
          if (!way.optional) expect(intruder.ran, use).to.be.above(ran);
          for (const got of await Promise.all(seen)) check(got);
          intruder.work = undefined;
          expect(plugin.isActive(), use).to.equal(false);
          await checkCall(way, way.call(plugin, intruder.run));
        }
        expect(await plugin.reset()).to.equal(true);
        expect(await plugin.memory()).to.deep.equal({ blocks: [], bytesInUse: 0 });
        await checkCall(way, way.call(plugin, intruder.run));
      });
    }

    it('close: the call comes to its end, or ends; all is closed then', async () => {
      const { plugin, intruder } = await prepare(true);
      const closing = [];
      intruder.work = () => void closing.push(outcome(plugin.close()), outcome(plugin.call(way.name, 'zzzz')));
      const call = outcome(way.call(plugin, intruder.run));
      const got = await call;
      if (!inWorker || got.code !== 'CLOSED') await checkCall(way, got instanceof Error ? Promise.reject(got) : Promise.resolve(got[0]));
      for (const done of await Promise.all(closing)) expect(done.code ?? 'CLOSED', String(done)).to.equal('CLOSED');
      intruder.work = undefined;
      await plugin.close();
      for (const use of ['reset', 'memory', 'getExports', 'getImports']) await expectError(plugin[use](), 'CLOSED', 'plugin is closed');
      await expectError(plugin.call(way.name, 'x'), 'CLOSED', 'plugin is closed');
      expect(plugin.isActive()).to.equal(false);
    });
  });
}

describe('inputs that are not what they say', () => {
  for (const warm of [false, true]) {
    it(`${warm ? 'later' : 'first'} calls: their bytes are those that they have`, async () => {
      const plugin = await make('echo');
      if (warm) await plugin.call('echo', 'x');
      expect((await plugin.call('echo', new Liar(plain))).text()).to.equal('hello');
      expect((await plugin.call('echo', watched(() => {}))).text()).to.equal('hello');
      const view = new DataView(plain.buffer.slice(0), 1, 3);
      Object.defineProperty(view, 'byteLength', { value: 400 });
      expect((await plugin.call('echo', view)).text()).to.equal('ell');
      const other = await make('echo');
      // An output has its own idea of its buffer.
      expect((await plugin.call('echo', await other.call('echo', 'output'))).text()).to.equal('output');
    });

    it(`${warm ? 'later' : 'first'} calls: in disguise they are refused, and so is a buffer that was transferred`, async () => {
      const plugin = await make('echo');
      if (warm) await plugin.call('echo', 'x');
      const gone = new Uint8Array(8);
      structuredClone(gone.buffer, { transfer: [gone.buffer] });
      const inputs = [new Proxy(plain, {}), new Proxy(plain.buffer, {}), Object.create(Uint8Array.prototype), { [Symbol.toStringTag]: 'ArrayBuffer' }, gone, gone.buffer];
      for (const input of inputs) await expectError(plugin.call('echo', input), 'INVALID_INPUT', /^the input of a call must be a string, bytes or nothing, got /);
      expect((await plugin.call('echo', 'next')).text()).to.equal('next');
    });
  }
});

describe('a call that traps', () => {
  const inputs = { text: 'abc', bytes: new Uint8Array(3), 'a number': 123, 'an ArrayBuffer': new ArrayBuffer(3), 'a DataView': new DataView(new ArrayBuffer(3)), 'a Uint16Array of a part': new Uint8Array(5).subarray(1, 4) };
  for (const [name, input] of Object.entries(inputs)) {
    it(`whose input is ${name}: the next call has a fresh instance`, async () => {
      const plugin = await make('counter');
      const count = async () => (await plugin.call('count', 'x')).text();
      for (let round = 0; round < 3; round += 1) {
        expect([await count(), await count()]).to.deep.equal(['1', '2']);
        await expectError(plugin.call('count', input), 'TRAP', /unreachable/);
        if (round > 0) await expectError(plugin.call('count', input), 'TRAP', /unreachable/);
      }
      expect(await count()).to.equal('1');
    });

    if (!inWorker) {
      it(`whose input is ${name}, by callSync: the same`, async () => {
        const plugin = await make('counter');
        const count = () => plugin.callSync('count', 'x').text();
        expect([count(), count()]).to.deep.equal(['1', '2']);
        expect(() => plugin.callSync('count', input)).to.throw(/unreachable/);
        expect([count(), count()]).to.deep.equal(['1', '2']);
      });
    }
  }
});

describe('call', () => {
  it('takes its input as it was when it is made, also after a trap', async () => {
    const plugin = await make('host_fns', { functions: host() }).catch(() => make('echo'));
    const [name, check] = (await plugin.functionExists('echo')) ? ['echo', (output) => output.getInt32(0, true)] : ['i32', (output) => decode('i32', output)];
    await outcome(plugin.call('absent'));
    const input = number.slice();
    const call = plugin.call(name, input);
    input.fill(77);
    expect(check(await call)).to.equal(4);
    const counter = await make('counter');
    await outcome(counter.call('count', 'abc'));
    const three = new Uint8Array(2);
    const next = counter.call('count', three.subarray(0));
    structuredClone(three.buffer, { transfer: [three.buffer] });
    expect((await next).text()).to.equal('1');
  });

  const wrong = {
    'a time limit': [{ timeoutMs: inWorker ? -1 : 5 }, /timeoutMs/],
    'a time limit in snake case': [{ timeout_ms: inWorker ? -1 : 5 }, /timeoutMs/],
    'a signal': [{ signal: inWorker ? 'stop' : new AbortController().signal }, /signal/],
    'a number': [5, /^the options of a call must be an object, got a number$/],
    text: ['x', /^the options of a call must be an object, got a string$/],
    'a function': [() => {}, /^the options of a call must be an object, got a function$/],
  };
  for (const [name, [options, message]] of Object.entries(wrong)) {
    it(`rejects, and does not throw, for options that are ${name}`, async () => {
      const plugin = await make('counter');
      for (const round of ['first', 'later']) {
        await expectError(plugin.call('letter', 'x', null, options), 'INVALID_OPTION', message);
        if (!inWorker) {
          expect(() => plugin.callSync('letter', 'x', null, options), round).to.throw(TypeError, message).with.property('code', 'INVALID_OPTION');
          if (typeof options === 'object') await expectError(plugin.call('letter', 'x', null, options), 'INVALID_OPTION', /runInWorker: true/);
        }
        expect((await plugin.call('letter', 'x')).text(), round).to.equal('B');
      }
    });
  }

  it('rejects, and does not throw, when the options throw', async () => {
    const plugin = await make('counter');
    const failure = new Error('mine');
    for (let round = 0; round < 2; round += 1) {
      expect(await outcome(plugin.call('letter', 'x', null, { get signal() { throw failure; } }))).to.equal(failure);
      expect((await plugin.call('letter', 'x')).text()).to.equal('B');
    }
  });

  for (const none of [null, undefined, {}, { signal: null, timeoutMs: null }, { signal: undefined, timeoutMs: 0 }, { timeout_ms: null }]) {
    it(`takes ${JSON.stringify(none)} as no options`, async () => {
      const plugin = await make('counter');
      for (let round = 0; round < 3; round += 1) expect((await plugin.call('letter', 'x', null, none)).text()).to.equal('B');
    });
  }
});

describe('inside a call of a pool', () => {
  it('every call is answered by another worker, or waits for one', async () => {
    const inner = [];
    const logger = { ...recorder(), info: () => { if (inner.length < 4) inner.push(pool.call('letter', 'x'), pool.call('count', 'x')); } };
    const pool = kept(await createPool(await fixtureBytes('counter'), { size: 2, logger, logLevel: 'info' }));
    expect((await pool.call('log', 'hello')).text()).to.equal('ggggg');
    const read = [];
    const options = { get signal() { read.push(pool.call('letter', 'x')); return undefined; } };
    expect((await pool.call('log', 'hello', null, options)).text()).to.equal('ggggg');
    expect((await Promise.all(read)).map((output) => output.text())).to.deep.equal(['B']);
    expect((await Promise.all(inner)).map((output) => output.text()).filter((text) => text === 'B')).to.have.length(2);
    expect(inner).to.have.length(4);
    await expectError(pool.call('log', new Proxy(plain, {})), 'INVALID_INPUT', /^the input of a call must be/);
  });

  it('close ends it', async () => {
    const logger = { ...recorder(), info: () => void pool.close() };
    const pool = kept(await createPool(await fixtureBytes('counter'), { size: 1, logger, logLevel: 'info' }));
    await expectError(pool.call('log', 'hello'), 'CLOSED', /is closed$/);
    await expectError(pool.call('log', 'hello'), 'CLOSED', 'pool is closed');
  });
}).timeout(engine === 'node' ? 20_000 : 30_000);
