// Sessions: read from anything, in links, as code; and what modules import and need.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { callable, describe as describeModule } from '../../www/plugin/describe.js';
import { grantAll, needsOf, withHosts } from '../../www/plugin/needs.js';
import { parseHex } from '../../www/run/input.js';
import { asCommandLine, asRust } from '../../www/session/copy-as.js';
import { fromFragment, LONGEST, toFragment } from '../../www/session/link.js';
import { defaults, readSession, shortened } from '../../www/session/schema.js';
import { samples } from '../../www/samples/index.js';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { fractions } from './fractions.mjs';

const module = (name) => {
  const bytes = readFileSync(inRoot('target', 'fixtures', `${name}.wasm`));
  return describeModule(new WebAssembly.Module(bytes), bytes);
};

const rejects = async (promise, message) => {
  const error = await promise.then(() => undefined, (reason) => reason);
  expect(error?.message).to.match(message);
};

export function define() {
  describe('a session', () => {
    it('is complete, whatever it is read from', () => {
      for (const value of [undefined, null, 5, 'x', [], {}, { options: 7, input: [], functions: 'x', run: null, plugin: { kind: 'sample' } }]) {
        expect(readSession(value)).to.deep.equal(defaults());
      }
      const wrong = { input: { kind: 'video', text: 5 }, options: { worker: 'yes', timeoutMs: -1, files: [{ path: 1 }], config: [['a']], logLevel: 'loud' }, run: { mode: 'always', times: 0, workers: 1000 }, view: 'x' };
      expect(readSession(wrong)).to.deep.equal(defaults());
    });

    it('keeps what it knows, and drops the rest', () => {
      const session = readSession({ plugin: { kind: 'url', url: 'https://x/y.wasm', sha256: 'zz', more: 1 }, function: 'f', __proto__: { view: 'hex' }, extra: true });
      expect(session.plugin).to.deep.equal({ kind: 'url', url: 'https://x/y.wasm' });
      expect(session.function).to.equal('f');
      expect(session).to.not.have.property('extra');
    });

    it('of every sample is as the sample says', () => {
      for (const { name, session } of samples) {
        const read = readSession(session);
        for (const [key, value] of Object.entries(session)) {
          if (typeof value === 'object') expect(read[key], `${name}.${key}`).to.deep.include(value);
          else expect(read[key], `${name}.${key}`).to.equal(value);
        }
      }
    });

    it('comes back from what is short of it', () => {
      for (const { session } of samples) {
        const whole = readSession(session);
        expect(readSession(JSON.parse(JSON.stringify(shortened(whole))))).to.deep.equal(whole);
      }
    });
  });

  describe('a link', () => {
    it('gives back what was put in', async () => {
      for (const { name, session } of samples) {
        const whole = { ...readSession(session), plugin: /** @type {const} */ ({ kind: 'sample', name }) };
        const fragment = await toFragment(whole);
        expect(fragment).to.match(/^#1=[\w-]+$/);
        expect(await fromFragment(fragment)).to.deep.equal(whole);
      }
    });

    it('holds no files of this machine, and is not too long', async () => {
      const base = defaults();
      await rejects(toFragment({ ...base, plugin: { kind: 'file', name: 'mine.wasm' } }), /mine\.wasm is a file on this machine/);
      await rejects(toFragment({ ...base, input: { kind: 'file', text: '', file: 'cat.png' } }), /The input is a file/);
      const next = fractions(5);
      const noise = Array.from({ length: 3 * LONGEST }, () => String.fromCharCode(33 + Math.floor(next() * 90))).join('');
      await rejects(toFragment({ ...base, input: { kind: 'text', text: noise } }), /The link would have \d+ characters/);
    });

    it('that is none, damaged, of a newer page or too large is told apart', async () => {
      for (const fragment of ['', '#', '#section', '#x=1']) expect(await fromFragment(fragment)).to.equal(null);
      const good = await toFragment(defaults());
      for (const fragment of ['#1=', '#1=!', good.slice(0, -4), `#1=${btoa('not deflated at all')}`]) await rejects(fromFragment(fragment), /This link is damaged/);
      await rejects(fromFragment('#2=abc'), /newer version of the page \(2; this one reads up to 1\)/);
      const bomb = new Response(new Blob([' '.repeat(8 * 2 ** 20)]).stream().pipeThrough(new CompressionStream('deflate-raw')));
      const packed = Buffer.from(await bomb.arrayBuffer()).toString('base64url');
      await rejects(fromFragment(`#1=${packed}`), /holds too much/);
    });
  });

  describe('hexadecimal', () => {
    it('is read with spaces, commas and 0x', () => expect([...parseHex('0x48, 65\n6C6c')]).to.deep.equal([0x48, 0x65, 0x6c, 0x6c]));
    it('with something else in it is refused', () => {
      expect(() => parseHex('4g')).to.throw('"g" is no digit');
      expect(() => parseHex('123')).to.throw('3 digits');
    });
  });

  describe('a module', () => {
    it('is described with types', () => {
      const { imports, exports } = module('count_vowels');
      expect(imports.find(({ name }) => name === 'alloc')).to.deep.include({ module: 'extism:host/env', kind: 'function', type: '(i64) -> i64' });
      expect(exports.find(({ name }) => name === 'count_vowels')).to.deep.include({ kind: 'function', type: '() -> i32' });
      expect(exports.find(({ name }) => name === 'memory').type).to.match(/^\d+ or more pages$/);
    });

    it('of any kind has all that the engine finds', () => {
      for (const name of ['abi', 'command_main', 'grow_max', 'host_wide', 'link_main', 'shared_user', 'wasi_rust', 'reactor_ctors', 'export_kind_mismatch']) {
        const bytes = readFileSync(inRoot('target', 'fixtures', `${name}.wasm`));
        const compiled = new WebAssembly.Module(bytes);
        const bare = ({ module: from, name: called, kind }) => (from === undefined ? { name: called, kind } : { module: from, name: called, kind });
        const { imports, exports } = describeModule(compiled, bytes);
        expect(imports.map(bare)).to.deep.equal(WebAssembly.Module.imports(compiled));
        expect(exports.map(bare)).to.deep.equal(WebAssembly.Module.exports(compiled));
        for (const { kind, type } of [...imports, ...exports]) if (kind === 'function') expect(type, name).to.match(/^\(.*\) -> .+$/);
      }
    });

    it('has the functions that can be called', () => {
      expect(callable(module('faults')).map(({ name }) => name)).to.not.include.members(['with_param', 'returns_two', 'returns_i64']);
      expect(callable(module('command_main')).map(({ name }) => name)).to.not.deep.equal([]);
      expect(callable({ imports: [], exports: [{ name: '_start', kind: 'function', type: '() -> nothing' }] }).map(({ name }) => name)).to.deep.equal(['_start']);
    });
  });

  describe('needs', () => {
    const needs = (name, session = defaults()) => needsOf([module(name)], [name], session);

    it('are read off the imports', () => {
      expect(needs('echo')).to.deep.equal([]);
      expect(needs('wasi_rust').map(({ id }) => id)).to.include('wasi');
      expect(needs('http_rust').map(({ id }) => id)).to.include('http');
      expect(needs('host_rust').map(({ id }) => id)).to.include.members(['kv', 'extism:host/user.reverse']);
      expect(needs('old_env').map(({ id }) => id)).to.not.include('env.extism_alloc');
    });

    it('are granted and taken back one by one', () => {
      let session = grantAll([module('host_rust')], ['host_rust'], defaults());
      expect(needs('host_rust', session).every(({ granted }) => granted)).to.equal(true);
      for (const { id } of needs('host_rust')) session = needs('host_rust', session).find((need) => need.id === id).grant(session, false);
      expect(needs('host_rust', session).some(({ granted }) => granted)).to.equal(false);
      expect(session).to.deep.equal(defaults());
    });

    it('for HTTP take the hosts that a manifest allows, by both spellings', () => {
      const hosts = (manifest) => withHosts(manifest, defaults()).options.allowedHosts;
      expect(hosts({ allowed_hosts: ['a.example', 5] })).to.deep.equal(['a.example']);
      expect(hosts({ allowedHosts: ['b.example'] })).to.deep.equal(['b.example']);
      expect(hosts({ allowed_hosts: 'c.example' })).to.deep.equal([]);
    });

    it('for HTTP begin with any host, and keep the hosts that there are', () => {
      const http = (session) => needs('http_rust', session).find(({ id }) => id === 'http').grant(session, true).options;
      expect(http(defaults()).allowedHosts).to.deep.equal(['*']);
      const base = defaults();
      expect(http({ ...base, options: { ...base.options, allowedHosts: ['one.example'] } }).allowedHosts).to.deep.equal(['one.example']);
    });
  });

  describe('a session as code', () => {
    const page = 'https://page.example/play/';

    it('for a shell is quoted', () => {
      const session = readSession({ function: "it's", input: { kind: 'text', text: '$(rm) `x`' }, options: { config: [['a', 'b c']], wasi: true, allowedHosts: ['{page}'], maxPages: 5 } });
      expect(asCommandLine(session, page)).to.equal(
        "curl -fsSLO 'https://page.example/play/samples/count_vowels.wasm'\n" +
          "extism call 'count_vowels.wasm' 'it'\\''s' --input '$(rm) `x`' --wasi --config 'a=b c' --allow-host 'page.example' --timeout 5000 --memory-max 5\n",
      );
    });

    it('in Rust has raw strings that hold anything', () => {
      const session = readSession({ function: 'f', input: { kind: 'text', text: 'a "# b "## c' } });
      expect(asRust(session, null, page)).to.contain('r###"a "# b "## c"###)');
    });
  });
}
