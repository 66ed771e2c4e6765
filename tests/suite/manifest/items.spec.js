import { expect } from 'chai';
import { compile, PluginError } from 'extism-web';
import { engine, fixtureBytes, fixtureUrl, serverUrl } from '../../support/fixtures.js';
import { create, expectError, instantiate, kept, make, recorder, rejection } from '../../support/plugin.js';

const echoes = async (manifest, options) => {
  const plugin = await make(manifest, options);
  return (await plugin.call('echo', 'hello')).text();
};

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Runs `work` and tells how often modules were compiled while they were fetched. */
async function streamed(work) {
  const original = WebAssembly.compileStreaming;
  let count = 0;
  WebAssembly.compileStreaming = (...args) => {
    count += 1;
    return original.apply(WebAssembly, args);
  };
  try {
    await work();
  } finally {
    WebAssembly.compileStreaming = original;
  }
  return count;
}

/** A `fetch` that keeps what it was asked, and answers every time with `respond()`. */
function fetchOf(respond) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push([String(url), init]);
    return respond();
  };
  return { asked, fetch };
}

/** The bytes of the fixture `echo` as a response of that content type. */
const echoAs = async (type) => {
  const bytes = await fixtureBytes('echo');
  return new Response(bytes, type === undefined ? {} : { headers: { 'content-type': type } });
};

describe('a manifest item', () => {
  describe('of base64 data', () => {
    it('is a module', async () => {
      const data = base64(await fixtureBytes('echo'));
      expect(await echoes({ wasm: [{ data }] })).to.equal('hello');
      const plugin = await create(JSON.stringify({ wasm: [{ data, name: 'main' }] }));
      expect((await plugin.call('echo', 'x')).text()).to.equal('x');
      await plugin.close();
    });

    it('may lack its padding or have line breaks', async () => {
      const data = base64(await fixtureBytes('echo'));
      expect(await echoes({ wasm: [{ data: data.replace(/=+$/, '') }] })).to.equal('hello');
      expect(await echoes({ wasm: [{ data: data.replace(/.{76}/g, '$&\n') }] })).to.equal('hello');
    });

    for (const data of ['AGFzbQEAAAA*', 'A', 'AGFzbQ=EAAAA', 'ünïcode', '-_-_']) {
      it(`is refused when malformed: ${data}`, () =>
        expectError(make({ wasm: [{ data }] }), 'INVALID_MANIFEST', 'manifest.wasm[0].data must be bytes or base64, got a string'));
    }

    it('of nothing is no module', () => expectError(make({ wasm: [{ data: '' }] }), 'INVALID_WASM', /manifest\.wasm\[0\] \(0 bytes of data\) is not a valid WebAssembly module/));
  });

  describe('with wrong types is refused:', () => {
    const data = new Uint8Array();
    const cases = {
      'data of a number': [{ data: 5 }, 'data must be bytes or base64, got a number'],
      'data of an array': [{ data: [0, 97] }, 'data must be bytes or base64, got an array'],
      'a name': [{ data, name: 5 }, 'name must be a string, got a number'],
      'a hash': [{ data, hash: data }, 'hash must be a string, got an object (Uint8Array)'],
      'a path': [{ path: {} }, 'path must be a string, got an object'],
      'a response': [{ response: {} }, 'response must be a Response, got an object'],
      'a method': [{ url: 'https://a.invalid/', method: 1 }, 'method must be a string, got a number'],
      'headers': [{ url: 'https://a.invalid/', headers: 'x' }, 'headers must be an object, got a string'],
      'a header': [{ url: 'https://a.invalid/', headers: { x: {} } }, 'headers.x must be a string, got an object'],
    };
    for (const [what, [item, message]] of Object.entries(cases)) {
      it(what, async () => {
        const good = { data: await fixtureBytes('echo') };
        const error = await expectError(make({ wasm: [good, item] }), 'INVALID_MANIFEST', `manifest.wasm[1].${message}`);
        expect(error).to.be.instanceOf(TypeError);
      });
    }
  });

  it('takes bytes in every form', async () => {
    const bytes = await fixtureBytes('echo');
    const forms = [bytes, bytes.slice().buffer, new DataView(bytes.slice().buffer), new Uint8ClampedArray(bytes)];
    if (typeof SharedArrayBuffer !== 'undefined') {
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
      shared.set(bytes);
      forms.push(shared, shared.buffer);
    }
    for (const data of forms) {
      expect(await echoes({ wasm: [{ data }] })).to.equal('hello');
      expect(await echoes({ wasm: [{ data, hash: await sha256(bytes) }] })).to.equal('hello');
    }
  });

  describe('with a hash', () => {
    const sources = {
      data: async () => ({ data: await fixtureBytes('echo') }),
      'base64 data': async () => ({ data: base64(await fixtureBytes('echo')) }),
      url: async () => ({ url: fixtureUrl('echo') }),
      response: async () => ({ response: await fetch(fixtureUrl('echo')) }),
    };
    for (const [name, source] of Object.entries(sources)) {
      it(`is checked: ${name}`, async () => {
        const hash = await sha256(await fixtureBytes('echo'));
        for (const right of [hash, hash.toUpperCase()]) {
          const item = { ...(await source()), hash: right };
          expect(await streamed(async () => expect(await echoes({ wasm: [item] })).to.equal('hello'))).to.equal(0);
        }
        for (const wrong of ['0'.repeat(64), hash.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')), 'AB'.repeat(32)]) {
          const item = { ...(await source()), hash: wrong };
          const error = await expectError(
            create({ wasm: [item] }),
            'HASH_MISMATCH',
            `Plugin error: hash mismatch. Expected: ${wrong}. Actual: ${hash}`,
          );
          expect(error).to.be.instanceOf(PluginError);
        }
      });
    }

    it('is compiled while it is fetched only without one', async () => {
      const item = { url: fixtureUrl('echo') };
      expect(await streamed(() => make({ wasm: [item] }))).to.equal(1);
    });

    for (const wrong of ['abc', 'not a good hash', 'g'.repeat(64), '0'.repeat(63), '0'.repeat(65), ` ${'0'.repeat(63)}`, 'ä'.repeat(32)]) {
      it(`matches nothing when malformed: ${JSON.stringify(wrong)}`, async () => {
        const hash = await sha256(await fixtureBytes('echo'));
        const message = `Plugin error: hash mismatch. Expected: ${wrong}. Actual: ${hash}`;
        await expectError(create({ wasm: [{ url: fixtureUrl('echo'), hash: wrong }] }), 'HASH_MISMATCH', message);
        await expectError(create({ wasm: [{ data: await fixtureBytes('echo'), hash: wrong }, { data: await fixtureBytes('echo'), hash: wrong }] }), 'HASH_MISMATCH', message);
      });
    }

    it('that goes on behind the right one is wrong', async () => {
      const hash = await sha256(await fixtureBytes('echo'));
      await expectError(create({ wasm: [{ url: fixtureUrl('echo'), hash: `${hash}00` }] }), 'HASH_MISMATCH', /hash mismatch/);
    });

    for (const none of ['', null, undefined]) {
      it(`is not asked for: ${JSON.stringify(none)}`, async () => {
        expect(await echoes({ wasm: [{ url: fixtureUrl('echo'), hash: none }] })).to.equal('hello');
        const module = await WebAssembly.compile(await fixtureBytes('echo'));
        expect(await echoes({ wasm: [{ module, hash: none }] })).to.equal('hello');
      });
    }

    it('must not be a compiled module', async () => {
      const module = await WebAssembly.compile(await fixtureBytes('echo'));
      for (const hash of [await sha256(await fixtureBytes('echo')), 'anything']) {
        await expectError(
          create({ wasm: [{ module, hash }] }),
          'HASH_MISMATCH',
          'Item specified a hash but WebAssembly.Module source data is unavailable for hashing',
        );
      }
    });

    it('is what was checked, though the bytes change meanwhile', async () => {
      const [good, bad] = [await fixtureBytes('echo'), await fixtureBytes('reactor')];
      const hash = await sha256(good);
      const data = good.slice();
      const { digest } = crypto.subtle;
      let hashed = 0;
      crypto.subtle.digest = (...args) => {
        const result = digest.apply(crypto.subtle, args);
        data.fill(0);
        data.set(bad.subarray(0, data.length));
        hashed += 1;
        return result;
      };
      try {
        expect(await echoes({ wasm: [{ data, hash }] })).to.equal('hello');
      } finally {
        delete crypto.subtle.digest;
      }
      expect(hashed).to.equal(1);
      expect(crypto.subtle.digest).to.equal(digest);
    });
  });

  describe('of a url', () => {
    it('is asked for with its method and headers', async () => {
      const { asked, fetch } = fetchOf(() => echoAs('application/wasm'));
      const item = { url: 'https://a.invalid/a.wasm', method: 'POST', headers: { 'X-Key': 'v', authorization: 'Bearer t' } };
      expect(await echoes({ wasm: [item] }, { fetch })).to.equal('hello');
      const [[url, init]] = asked;
      expect(asked.length).to.equal(1);
      expect(url).to.equal('https://a.invalid/a.wasm');
      expect(init.method).to.equal('POST');
      expect([...new Headers(init.headers)]).to.deep.equal([['authorization', 'Bearer t'], ['x-key', 'v']]);
    });

    it('reaches the server with its method and headers', async () => {
      const seen = [];
      const passOn = async (url, init) => {
        seen.push(await (await fetch(url, init)).json());
        return echoAs('application/wasm');
      };
      const item = { url: `${serverUrl}/http/echo`, method: 'PUT', headers: { 'x-key': 'v' } };
      expect(await echoes({ wasm: [item] }, { fetch: passOn })).to.equal('hello');
      expect(seen[0].method).to.equal('PUT');
      expect(seen[0].headers['x-key']).to.equal('v');
    });

    it('is refused with headers that are none', () =>
      expectError(
        make({ wasm: [{ url: `${serverUrl}/http/echo`, headers: { 'not a name': 'v' } }] }),
        'FETCH',
        /manifest\.wasm\[0\] \(URL ".*"\) could not be fetched: /,
      ));

    it('of nowhere is refused', () =>
      expectError(make({ wasm: [{ url: 'http://' }] }), 'FETCH', /manifest\.wasm\[0\] \(URL "http:\/\/"\) could not be fetched/));

    it('may be a data: URL or a blob: URL', async () => {
      const bytes = await fixtureBytes('echo');
      const data = `data:application/wasm;base64,${base64(bytes)}`;
      const blob = URL.createObjectURL(new Blob([bytes], { type: 'application/wasm' }));
      for (const url of [data, blob]) {
        expect(await echoes({ wasm: [{ url }] })).to.equal('hello');
        expect(await echoes(new URL(url))).to.equal('hello');
      }
      URL.revokeObjectURL(blob);
    });
  });

  describe('of a response', () => {
    const types = ['application/wasm', 'application/octet-stream', 'Application/OCTET-stream; charset=utf-8', undefined];
    for (const type of [...types, 'APPLICATION/WASM', 'application/wasm; version=1', 'text/html']) {
      it(`is a module when it has the content type ${type}`, async () => {
        expect(await echoes({ wasm: [{ response: await echoAs(type) }] })).to.equal('hello');
        const { fetch } = fetchOf(() => echoAs(type));
        expect(await echoes({ wasm: [{ url: 'https://a.invalid/' }] }, { fetch })).to.equal('hello');
      });
    }
    for (const type of types) {
      it(`stands for a manifest when it has the content type ${type}`, async () => {
        expect(await echoes(await echoAs(type))).to.equal('hello');
      });
    }

    for (const type of ['application/json', 'text/json', 'application/json; charset=utf-8', 'APPLICATION/JSON']) {
      it(`is a manifest when it has the content type ${type}`, async () => {
        const json = JSON.stringify({ wasm: [{ url: fixtureUrl('echo') }] });
        const response = () => new Response(json, { headers: { 'content-type': type } });
        expect(await echoes(response())).to.equal('hello');
        const marked = new Response(`\ufeff${json}`, { headers: { 'content-type': type } });
        expect(await echoes(marked)).to.equal('hello');
      });
    }

    for (const type of ['text/plain', 'text/javascript', 'image/png; a=b', 'application/jsonp']) {
      it(`does not stand for a manifest when it has the content type ${type}`, async () => {
        const error = await expectError(
          create(await echoAs(type)),
          'INVALID_WASM',
          `response: expected the content type application/wasm, application/octet-stream, application/json or text/json, got "${type.split(';')[0]}"`,
        );
        expect(error).to.be.instanceOf(PluginError);
      });
    }

    it('that is no JSON says so', () =>
      expectError(
        create(new Response('{"wasm":', { headers: { 'content-type': 'application/json' } })),
        'INVALID_MANIFEST',
        /^response is not JSON: /,
      ));

    it('that was read is refused', async () => {
      const response = await echoAs('application/wasm');
      await response.arrayBuffer();
      await expectError(make({ wasm: [{ response }] }), 'FETCH', /manifest\.wasm\[0\] \(response\) could not be read: /);
    });
  });

  describe('of a path', () => {
    if (engine === 'node') {
      let directory;
      let file;
      before(async () => {
        const { mkdtemp, writeFile } = await import('node:fs/promises');
        const { join } = await import('node:path');
        directory = await mkdtemp(join((await import('node:os')).tmpdir(), 'extism-web-'));
        file = join(directory, 'ein % Modul.wasm');
        await writeFile(file, await fixtureBytes('echo'));
      });
      after(async () => (await import('node:fs/promises')).rm(directory, { recursive: true }));

      it('is read, its hash checked', async () => {
        const hash = await sha256(await fixtureBytes('echo'));
        const plugin = await create(file);
        expect((await plugin.call('echo', 'x')).text()).to.equal('x');
        await plugin.close();
        expect(await echoes({ wasm: [{ path: file }] })).to.equal('hello');
        expect(await echoes({ wasm: [{ path: file, hash }] })).to.equal('hello');
        await expectError(make({ wasm: [{ path: file, hash: '0'.repeat(64) }] }), 'HASH_MISMATCH', /hash mismatch/);
      });

      it('may be a file: URL', async () => {
        const url = (await import('node:url')).pathToFileURL(file);
        expect(await echoes({ wasm: [{ url }] })).to.equal('hello');
        expect(await echoes({ wasm: [{ url: url.href }] })).to.equal('hello');
        expect(await echoes({ wasm: [{ path: url.href }] })).to.equal('hello');
        expect(await echoes(url)).to.equal('hello');
      });

      it('that is not there is named', async () => {
        const error = await expectError(make({ wasm: [{ path: `${directory}/absent` }] }), 'FETCH', /^manifest\.wasm\[0\] \(path ".*absent"\) could not be read: ENOENT/);
        expect(error.cause.code).to.equal('ENOENT');
        await expectError(create(`${directory}/absent`), 'FETCH', /^path ".*absent" could not be read: ENOENT/);
      });
    } else {
      const folder = new URL('target/fixtures/', `${serverUrl}/`).pathname;
      const forms = {
        'a path from the root': `${folder}echo.wasm`,
        'a host without a protocol': `//${new URL(serverUrl).host}${folder}echo.wasm`,
        'a path with dots': `./..${folder}./echo.wasm`,
        'a path without a beginning': `${'../'.repeat(new URL('.', document.baseURI).pathname.split('/').length - 2)}${folder.slice(1)}echo.wasm`,
        'a URL with a query': `${folder}echo.wasm?x#y`,
      };
      for (const [form, url] of Object.entries(forms)) {
        it(`is a URL relative to the page: ${form}`, async () => {
          const plugin = kept(await create(url));
          expect((await plugin.call('echo', 'hello')).text()).to.equal('hello');
          expect(await echoes({ wasm: [{ path: url }] })).to.equal('hello');
          expect(await echoes({ wasm: [{ url }] })).to.equal('hello');
          expect(await echoes({ wasm: [{ path: url, hash: await sha256(await fixtureBytes('echo')) }] })).to.equal('hello');
        });
      }

      it('is relative to the script of a worker of the application\'s', async () => {
        const worker = new Worker('/tests/support/relative-url-worker.js', { type: 'module' });
        const { data } = await new Promise((resolve, reject) => {
          worker.addEventListener('message', resolve, { once: true });
          worker.addEventListener('error', reject, { once: true });
        });
        worker.terminate();
        expect(data).to.deep.equal(['hello', 'hello']);
      });

      it('is a URL for the fetch of the options, as it stands', async () => {
        const asked = [];
        const fetchHere = (url) => {
          asked.push(url);
          return fetch(fixtureUrl('echo'));
        };
        for (const manifest of ['plugin.wasm', './a/b.wasm', { wasm: [{ path: '../c.wasm' }] }, { wasm: [{ url: '/d.wasm' }] }]) kept(await create(manifest, { fetch: fetchHere }));
        expect(asked).to.deep.equal(['plugin.wasm', './a/b.wasm', '../c.wasm', '/d.wasm']);
      });

      it('that is not there is named', async () => {
        await expectError(create('/http/absent'), 'FETCH', 'manifest URL "/http/absent" could not be fetched: HTTP status 404 Not Found');
        await expectError(create({ wasm: [{ path: '/http/absent' }] }), 'FETCH', /^manifest\.wasm\[0\] \(URL "\/http\/absent"\) could not be fetched: HTTP status 404/);
        await expectError(create('/http/html'), 'INVALID_WASM', /^response from ".*\/http\/html": expected the content type application\/wasm/);
        await expectError(create('http://'), 'FETCH', /^manifest URL "http:\/\/" could not be fetched: /);
      });

      it('of the disk is refused, since there are no files', async () => {
        for (const manifest of [{ wasm: [{ url: 'file:///a.wasm' }] }, { wasm: [{ path: 'file:///a.wasm' }] }, new URL('file:///a.wasm'), 'file:///a.wasm']) {
          await expectError(create(manifest), 'FETCH', /URL "file:\/\/\/a\.wasm"\)? is a file, and there are no files here; give a URL, bytes or a Response$/);
        }
      });
    }
  });

  describe('without a name', () => {
    const items = async (...names) => {
      const side = await fixtureBytes('link_side');
      const main = await fixtureBytes('link_main');
      return { wasm: names.map((name) => ({ data: name === 'side' ? side : main, name })) };
    };
    const run = async (manifest) => (await (await make(manifest)).call('run', '1')).text();

    it('is the plug-in when it is the last', async () => expect(await run(await items('side', undefined))).to.equal('2'));

    it('is the plug-in by the name main, wherever it stands', async () => {
      expect(await run(await items('main', 'side'))).to.equal('2');
      expect(await run(await items('side', 'main'))).to.equal('2');
    });

    it('is the plug-in when it is the only one, wherever it stands', async () => {
      expect(await run(await items(undefined, 'side'))).to.equal('2');
      const { wasm } = await items(undefined, 'side');
      expect(await run({ wasm: [...wasm, { data: await fixtureBytes('echo'), name: 'other' }] })).to.equal('2');
      expect(await run({ wasm: [{ data: await fixtureBytes('echo'), name: 'other' }, ...wasm] })).to.equal('2');
    });

    it('can be imported as main when it is the plug-in', async () => {
      const [a, b] = [await fixtureBytes('cycle_a'), await fixtureBytes('cycle_b')];
      const plugin = await make({ wasm: [{ data: a }, { data: b, name: 'cycle_b' }] });
      expect((await plugin.call('run', '7')).text()).to.equal('0');
    });

    it('is not the plug-in when another has the name main', async () => {
      const echo = { data: await fixtureBytes('echo') };
      const { wasm } = await items('side', 'main');
      for (const all of [[echo, ...wasm], [...wasm, echo], [wasm[0], echo, wasm[1]]]) expect(await run({ wasm: all })).to.equal('2');
    });

    it('is the plug-in among several only when it is the last', async () => {
      const echo = { data: await fixtureBytes('echo') };
      const { wasm } = await items('side', undefined);
      expect(await run({ wasm: [echo, echo, ...wasm] })).to.equal('2');
      expect(await run({ wasm: [echo, ...wasm] })).to.equal('2');
      const [side, main] = (await items('side', 'other')).wasm;
      expect(await run({ wasm: [echo, side, echo, main] })).to.equal('2');
    });

    it('is known by its hash, else by its place', async () => {
      const { wasm } = await items('side', undefined);
      const bytes = await fixtureBytes('echo');
      const more = [{ data: bytes }, { data: bytes, hash: await sha256(bytes) }, ...wasm];
      expect(await run({ wasm: more })).to.equal('2');
    });

    it('takes no name that another has', async () => {
      const { wasm } = await items('side', undefined);
      const bytes = await fixtureBytes('echo');
      const hash = await sha256(bytes);
      const twice = [{ data: bytes, hash }, { data: bytes, hash }, { data: bytes }, { data: bytes, name: '2' }, { data: bytes, name: '1' }, ...wasm];
      expect(await run({ wasm: twice })).to.equal('2');
    });

    it('is the plug-in by whatever name the last has', async () => {
      const { wasm } = await items('side', 'other');
      expect(await run({ wasm })).to.equal('2');
      await expectError(make({ wasm: wasm.slice(1) }), 'LINK', /^from module "other": cannot resolve import "side" "add_one"/);
    });

    it('whose name another has is refused', async () => {
      await expectError(make(await items('side', 'side', 'main')), 'INVALID_MANIFEST', /^manifest\.wasm\[1\] \(.*\): the name "side" is taken by another module$/);
      await expectError(make(await items('main', 'main')), 'INVALID_MANIFEST', /the name "main" is taken/);
    });
  });

  it('may be of another realm', async () => {
    const code = '({ wasm: WebAssembly, bytes: Uint8Array, object: Object })';
    let realm;
    let frame;
    if (engine === 'node') realm = (await import('node:vm')).runInNewContext(code);
    else {
      frame = document.body.appendChild(document.createElement('iframe'));
      realm = frame.contentWindow.eval(code);
    }
    const bytes = realm.bytes.from(await fixtureBytes('echo'));
    const module = await realm.wasm.compile(bytes);
    expect(module).to.not.be.instanceOf(WebAssembly.Module);
    expect(bytes).to.not.be.instanceOf(Uint8Array);
    const hash = await sha256(await fixtureBytes('echo'));
    const item = realm.object.assign(new realm.object(), { data: bytes, hash });
    for (const manifest of [module, bytes, bytes.buffer, { wasm: [{ module }] }, { wasm: [item] }]) {
      expect(await echoes(manifest)).to.equal('hello');
    }
    frame?.remove();
  });

  it('is compiled once for many plug-ins of several modules', async () => {
    const { asked, fetch } = fetchOf(async () => new Response(await fixtureBytes(asked.length === 1 ? 'link_side' : 'link_main')));
    const manifest = { wasm: [{ url: 'https://a.invalid/side', name: 'side' }, { url: 'https://a.invalid/main' }] };
    const compiled = await compile(manifest, { fetch });
    const loggers = [recorder(), recorder(), recorder()];
    const plugins = await Promise.all(loggers.map((logger) => instantiate(compiled, { logger, logLevel: 'info' })));
    for (const [i, plugin] of plugins.entries()) expect((await plugin.call('run', String(i))).text()).to.equal(String(i + 1));
    for (const logger of loggers) expect(logger.lines).to.deep.equal([['info', 'add_one']]);
    expect(asked.length).to.equal(2);
    await Promise.all(plugins.map((plugin) => plugin.close()));
  });

  it('that fails does not leave a failure of another unhandled', async () => {
    const unhandled = [];
    const note = (event) => {
      event.preventDefault?.();
      unhandled.push(event);
    };
    if (engine === 'node') process.on('unhandledRejection', note);
    else addEventListener('unhandledrejection', note);
    const data = new Uint8Array([1, 2, 3]);
    expect((await rejection(create({ wasm: [{ data }, { data }, { url: `${serverUrl}/http/status/500` }] }))).code).to.be.oneOf(['INVALID_WASM', 'FETCH']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (engine === 'node') process.off('unhandledRejection', note);
    else removeEventListener('unhandledrejection', note);
    expect(unhandled).to.deep.equal([]);
  });
});
