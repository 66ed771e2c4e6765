// An engine that has no room, at each moment at which it is asked for some: the error says so, and what comes next works.
import { expect } from 'chai';
import createPlugin, { compile, MemoryDirectory } from 'extism-web';
import { fixtureBytes } from '../../support/fixtures.js';

const SHORT = 1000;

/** What an engine says that has no room. */
const noRoom = () => new RangeError('there is no room');

/**
 * Has each place where the engine is asked for room fail at the `at`-th time, counted over all of them.
 * @param {number} at
 */
function failing(at) {
  let asked = 0;
  const ask = () => {
    if (++asked === at) throw noRoom();
  };
  const restore = [];
  const put = (object, name, value) => {
    const before = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { ...before, value });
    restore.push(() => Object.defineProperty(object, name, before));
  };
  const constructed = (object, name, counts) => {
    const Class = object[name];
    put(object, name, new Proxy(Class, {
      construct(target, args, self) {
        if (counts(args)) ask();
        return Reflect.construct(target, args, self === object[name] ? target : self);
      },
    }));
  };
  const called = (object, name, counts = () => true) => {
    const method = object[name];
    put(object, name, function (...args) {
      if (counts(args)) ask();
      return method.apply(this, args);
    });
  };
  constructed(globalThis, 'Uint8Array', ([length]) => length > 0);
  constructed(globalThis, 'ArrayBuffer', () => true);
  constructed(WebAssembly, 'Memory', () => true);
  // One without a memory asks for no room worth the name.
  constructed(WebAssembly, 'Instance', ([module]) => [...WebAssembly.Module.imports(module), ...WebAssembly.Module.exports(module)].some(({ kind }) => kind === 'memory'));
  called(Object.getPrototypeOf(Uint8Array.prototype), 'slice');
  called(WebAssembly.Memory.prototype, 'grow');
  // Names and the like are short, and are not what there is no room for.
  called(TextEncoder.prototype, 'encode', ([text]) => text?.length > SHORT);
  called(TextDecoder.prototype, 'decode', ([bytes]) => bytes?.byteLength > SHORT);
  return {
    restore() {
      for (const one of restore.reverse()) one();
    },
    get met() {
      return asked >= at;
    },
  };
}

const text = 'Hello 🌍'.repeat(300);
const input = new TextEncoder().encode(text);

/** What is done, step by step; gives what is left to be closed. */
const scenarios = {
  async 'a plug-in with a host function'(bytes, keep) {
    const functions = { host: { handle: (context, at) => context.store(context.read(at)) } };
    const plugin = keep(await createPlugin(bytes.endure, { functions }));
    for (let call = 1; call < 3; call++) {
      const output = await plugin.call('work', input);
      expect(output.byteLength).to.equal(input.length + 8);
    }
  },
  async 'a plug-in with config, vars and text'(bytes, keep) {
    const plugin = keep(await createPlugin(bytes.count_vowels, { config: { vowels: 'l' } }));
    expect((await plugin.call('count_vowels', text)).json().count).to.equal(600);
    expect((await plugin.call('count_vowels', text)).json().total).to.equal(1200);
  },
  async 'a compiled plug-in with files'(bytes, keep) {
    const compiled = await compile(bytes.wasi_rust);
    const plugin = keep(await compiled.instantiate({ useWasi: true, allowedPaths: { '/data': new MemoryDirectory({ file: text }) } }));
    // What there is no room for in a function of WASI, the plug-in is told.
    const outcome = async (name, given) => {
      const { ok, errno } = (await plugin.call(name, given)).json();
      return errno === undefined ? ok : 'errno';
    };
    expect(await outcome('read_file', '/data/file')).to.be.oneOf([text, 'errno']);
    const written = await outcome('write_file', JSON.stringify({ path: '/data/new', text }));
    expect(written).to.be.oneOf([null, 'errno']);
    if (written === null) expect(await outcome('read_file', '/data/new')).to.be.oneOf([text, 'errno']);
  },
};

describe('an engine that has no room', function () {
  this.timeout(120_000);

  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`at any moment for ${name} says so, and the next works`, async () => {
      const bytes = Object.fromEntries(await Promise.all(['endure', 'count_vowels', 'wasi_rust'].map(async (fixture) => [fixture, await fixtureBytes(fixture)])));
      const open = [];
      const keep = (plugin) => (open.push(plugin), plugin);
      const run = () => scenario(bytes, keep);
      const codes = {};
      await run();
      for (let at = 1; ; at++) {
        const fault = failing(at);
        let error;
        try {
          await run();
        } catch (caught) {
          error = caught;
        } finally {
          fault.restore();
        }
        if (!fault.met) {
          expect(error).to.equal(undefined);
          expect(at).to.be.above(5);
          break;
        }
        if (error !== undefined) {
          // What the application itself asks for, outside of calls, fails as the engine says.
          const code = error.code ?? (error.message === 'there is no room' && /memory-directory\.js|output\.js/.test(error.stack) ? 'of the engine' : error.stack);
          codes[code] = (codes[code] ?? 0) + 1;
        }
        // The plug-in that it happened to, if there is one, and a new one.
        for (const plugin of open.splice(0)) {
          if (name.includes('host')) expect((await plugin.call('work', 'x')).byteLength, String(at)).to.equal(9);
          await plugin.close();
        }
        await run();
        for (const plugin of open.splice(0)) await plugin.close();
      }
      for (const plugin of open.splice(0)) await plugin.close();
      expect(codes.MEMORY_LIMIT).to.be.above(3);
      expect(Object.keys(codes)).to.satisfy((all) => all.every((code) => ['MEMORY_LIMIT', 'TRAP', 'of the engine'].includes(code)), JSON.stringify(codes));
    });
  }
});
