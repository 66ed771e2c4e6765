// Modules that no compiler for plug-ins makes, or not yet.
import { expect } from 'chai';
import { canCallPage, engine, inWorker } from '../../support/fixtures.js';
import { create, expectError, expectNoFunctions, make, recorder } from '../../support/plugin.js';
import { body, exported, externref, func, funcref, i32, i64, id, imported, kind, name, raw, section, vec, wasm } from '../../support/wasm-binary.js';
import { expectNoGuest, instancesOf, ownKernel } from '../../support/instances.js';

const none = func([], []);
const mutable = 1;
const memory = (minimum) => [0, minimum];

/** Options that make the host read and change the binary form. */
const readings = { 'as it is': {}, 'with host functions': { functions: { h: { f: () => 7 } } }, 'with a memory limit': { memory: { maxPages: 10 } } };

/** A module that exports functions of no parameters and no results that do nothing. */
const exportsOf = (...names) =>
  wasm(
    section(id.types, none),
    section(id.functions, ...names.map(() => 0)),
    section(id.exports, ...names.map((each, i) => exported(each, kind.function, i))),
    section(id.code, ...names.map(() => body())),
  );

/** A module that imports those functions and exports `run`. */
const importsOf = (...imports) =>
  wasm(
    section(id.types, none),
    section(id.imports, ...imports.map(([from, what]) => imported(from, what, kind.function, 0))),
    section(id.functions, 0),
    section(id.exports, exported('run', kind.function, imports.length)),
    section(id.code, body(...imports.flatMap((_, i) => [0x10, i]))),
  );

describe('a module', () => {
  const modules = {
    'without any section': wasm(),
    'of custom sections alone': wasm(raw(0, [...name('a'), 1, 2, 3]), raw(0, name('')), raw(0, [...name('name'), 0xff])),
    'with custom sections between all others': wasm(
      raw(0, name('x')),
      section(id.types, none, func([i64, i64], [i32])),
      raw(0, name('x')),
      section(id.memories, memory(1)),
      raw(0, [...name('x'), ...Array(300).fill(0)]),
    ),
    'with numbers longer than need be': wasm(raw(id.types, [0x81, 0x80, 0x00, 0x60, 0x80, 0x00, 0x80, 0x00]), [id.memories, 0x85, 0x80, 0x00, 0x81, 0x00, 0x00, 0x81, 0x00]),
  };
  const newer = {
    'of types in a recursive group': wasm(
      raw(id.types, vec([[0x4e, ...vec([[0x5f, ...vec([[i32, mutable]])], func([[0x63, 0]], [])])], func([], [i32])])),
      section(id.functions, 2),
      section(id.exports, exported('run', kind.function, 0)),
      section(id.code, body(0x41, 0)),
    ),
    'of an array type and a subtype': wasm(
      raw(id.types, vec([[0x5e, i32, mutable], [0x50, 0, 0x5f, ...vec([])], [0x4f, ...vec([1]), 0x5f, ...vec([[0x78, 0]])], func([], [i32])])),
      section(id.functions, 3),
      section(id.exports, exported('run', kind.function, 0)),
      section(id.code, body(0x41, 0)),
    ),
    'of two memories': wasm(section(id.memories, memory(1), [1, 2, 20])),
    'of a memory of 64-bit addresses': wasm(section(id.memories, [4, 1]), section(id.exports, exported('memory', kind.memory, 0))),
  };
  for (const [how, options] of Object.entries(readings)) {
    for (const [what, bytes] of Object.entries(modules)) {
      it(`${what} loads ${how}`, async () => {
        expect(WebAssembly.validate(bytes)).to.equal(true);
        await make(bytes, options);
      });
    }

    for (const [what, bytes] of Object.entries(newer)) {
      it(`${what} loads ${how}, or is refused as the engine refuses it`, async () => {
        if (engine !== 'node') expect(WebAssembly.validate(bytes)).to.equal(true);
        if (WebAssembly.validate(bytes)) await make(bytes, options);
        else await expectError(create(bytes, options), 'INVALID_WASM', /^\d+ bytes of data is not a valid WebAssembly module: /);
      });
    }

    it(`that passes on tags, references, tables and globals loads ${how}`, async () => {
      const provider = wasm(
        section(id.types, func([i32], []), func([externref], [externref])),
        section(id.functions, 1),
        section(id.tables, [externref, 0, 3], [funcref, 1, 1, 9]),
        section(id.memories, memory(1)),
        section(id.tags, [0, 0]),
        section(id.globals, [externref, mutable, 0xd0, externref, 0x0b]),
        section(
          id.exports,
          exported('same', kind.function, 0),
          exported('externs', kind.table, 0),
          exported('functions', kind.table, 1),
          exported('memory', kind.memory, 0),
          exported('extern', kind.global, 0),
          exported('tag', kind.tag, 0),
        ),
        section(id.code, body(0x20, 0)),
      );
      const main = wasm(
        section(id.types, func([i32], []), func([externref], [externref]), func([], [i32])),
        section(
          id.imports,
          imported('p', 'externs', kind.table, externref, 0, 3),
          imported('p', 'same', kind.function, 1),
          imported('p', 'tag', kind.tag, 0, 0),
          imported('p', 'functions', kind.table, funcref, 1, 1, 9),
          imported('p', 'memory', kind.memory, 0, 1),
          imported('p', 'extern', kind.global, externref, mutable),
        ),
        section(id.functions, 2),
        section(id.exports, exported('run', kind.function, 1)),
        // i32.eqz (ref.is_null (same (global.get extern)))
        section(id.code, body(0x23, 0, 0x10, 0, 0xd1, 0x45)),
      );
      expect(WebAssembly.validate(provider), 'provider').to.equal(true);
      expect(WebAssembly.validate(main), 'main').to.equal(true);
      const plugin = await make({ wasm: [{ name: 'p', data: provider }, { data: main }] }, options);
      expect(await plugin.call('run')).to.equal(null);
    });
  }

  it('that takes a host function among odd imports is given it', async () => {
    const bytes = wasm(
      section(id.types, func([i32], []), func([i64, i32], [i32]), func([], [i32])),
      section(
        id.imports,
        imported('p', 'externs', kind.table, externref, 0, 0),
        imported('p', 'tag', kind.tag, 0, 0),
        imported('h', 'f', kind.function, 1),
        imported('p', 'memory', kind.memory, 0, 1),
      ),
      section(id.functions, 2),
      section(id.exports, exported('run', kind.function, 1)),
      section(id.code, body(0x42, 5, 0x41, 7, 0x10, 0)),
    );
    const provider = wasm(
      section(id.types, func([i32], [])),
      section(id.tables, [externref, 0, 0]),
      section(id.memories, memory(1)),
      section(id.tags, [0, 0]),
      section(id.exports, exported('externs', kind.table, 0), exported('memory', kind.memory, 0), exported('tag', kind.tag, 0)),
    );
    const seen = [];
    const f = (context, ...args) => {
      seen.push(args);
      return 0;
    };
    const making = make({ wasm: [{ name: 'p', data: provider }, { data: bytes }] }, { functions: { h: { f } } });
    if (!canCallPage) return expectNoFunctions(making);
    const plugin = await making;
    await plugin.call('run');
    expect(seen).to.deep.equal([[5n, 7]]);
  });

  const malformed = {
    'that promises more sections than there are': [id.memories, 0x7f, 1],
    'that promises more memories than there are': raw(id.memories, [0x7f, 0, 1]),
    'with a number without an end': [id.types, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    'with a huge length': [id.memories, 0xff, 0xff, 0xff, 0xff, 0x0f],
    'with a huge number of types': raw(id.types, [0xff, 0xff, 0xff, 0xff, 0x0f]),
    'with a huge number of imports': raw(id.imports, [0xff, 0xff, 0xff, 0xff, 0x0f]),
    'with a name that is no UTF-8': raw(id.imports, [1, 1, 0xff, 1, 0x61, kind.memory, 0, 1]),
    'that imports a function of no type': section(id.imports, imported('h', 'f', kind.function, 9)),
    'with a memory of more than its maximum': section(id.memories, [1, 3, 2]),
    'with a memory of unknown flags': section(id.memories, [0x40, 1]),
  };
  for (const [what, content] of Object.entries(malformed)) {
    it(`${what} is refused`, async () => {
      for (const options of Object.values(readings)) {
        await expectError(create(wasm(content), options), 'INVALID_WASM', /^\d+ bytes of data is not a valid WebAssembly module: /);
      }
    });
  }
});

describe('odd names', () => {
  for (const odd of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'ü 🌍\0', '0']) {
    it(`link like any other: ${JSON.stringify(odd)}`, async () => {
      const before = Object.getOwnPropertyNames(Object.prototype).length;
      const manifest = { wasm: [{ name: odd, data: exportsOf('polluted', odd) }, { name: 'main', data: importsOf([odd, 'polluted'], [odd, odd]) }] };
      const plugin = await make(manifest);
      expect(await plugin.call('run')).to.equal(null);
      expect(Object.getOwnPropertyNames(Object.prototype).length).to.equal(before);
      expect({}.polluted).to.equal(undefined);
      for (const object of [Object.prototype.constructor, Object.prototype.toString, Object.prototype.hasOwnProperty]) {
        expect(object.polluted).to.equal(undefined);
      }
      expect(await plugin.functionExists(odd)).to.equal(false);
    });

    if (odd !== '0') {
      it(`are not found in the host: ${JSON.stringify(odd)}`, () =>
        expectError(create(importsOf([odd, 'apply'])), 'LINK', `from module "main": cannot resolve import "${odd}" "apply": not provided by host imports nor linked manifest items; give it as options.functions["${odd}"]["apply"]`));
    }
  }
});

describe('a command', () => {
  const command = () => wasm(
    section(id.types, none),
    section(id.functions, 0, 0, 0),
    section(id.memories, memory(1)),
    section(id.exports, exported('_start', kind.function, 0), exported('one', kind.function, 1), exported('two', kind.function, 2), exported('memory', kind.memory, 0)),
    section(id.code, body(), body(), body()),
  );

  it('has one instance for all that an importer takes of it', async () => {
    const main = wasm(
      section(id.types, none),
      section(id.imports, imported('c', 'one', kind.function, 0), imported('c', 'memory', kind.memory, 0, 1), imported('c', 'two', kind.function, 0)),
    );
    const instances = await instancesOf(() => make({ wasm: [{ name: 'c', data: command() }, { data: main }] }, ownKernel));
    if (inWorker) return expectNoGuest(instances);
    expect(instances.length).to.equal(3);
    const { c } = instances[2].imports;
    const { exports } = instances[1];
    expect(c.one).to.equal(exports.one);
    expect(c.two).to.equal(exports.two);
    expect(c.memory).to.equal(exports.memory);
  });

  it('cannot be part of a cycle', async () => {
    const looping = wasm(
      section(id.types, none),
      section(id.imports, imported('main', 'run', kind.function, 0)),
      section(id.functions, 0),
      section(id.exports, exported('_start', kind.function, 1), exported('one', kind.function, 0)),
      section(id.code, body()),
    );
    const start = wasm(
      section(id.types, none),
      section(id.imports, imported('c', 'one', kind.function, 0)),
      section(id.functions, 0, 0),
      section(id.exports, exported('_start', kind.function, 1), exported('run', kind.function, 2)),
      section(id.code, body(), body()),
    );
    await expectError(
      create({ wasm: [{ name: 'c', data: looping }, { name: 'main', data: start }] }),
      'LINK',
      'from module "main"/"c": cannot import "main" "run"; a module with "_start" cannot be part of a cycle',
    );
  });
});

describe('the host', () => {
  const memories = [['extism:host/env', 'memory'], ['env', 'memory'], ['extism:host', 'memory']];
  for (const [from, what] of memories) {
    it(`has no memory to give as "${from}" "${what}"`, async () => {
      const bytes = wasm(section(id.imports, imported(from, what, kind.memory, 0, 1)));
      const logger = recorder();
      await expectError(create(bytes, { logger }), 'LINK', new RegExp(`^from module "main": cannot resolve import "${from}" "${what}"`));
      expect(logger.lines).to.deep.equal([]);
    });
  }

  for (const what of ['host_begin', 'host_alloc', 'host_reset', 'host_output_offset', '__stack_pointer']) {
    it(`keeps the kernel's ${what} for itself`, () =>
      expectError(create(importsOf(['extism:host/env', what])), 'LINK', new RegExp(`^from module "main": cannot resolve import "extism:host/env" "${what}"`)));
  }

  it('gives its functions as functions only', () =>
    expectError(
      create(wasm(section(id.imports, imported('extism:host/env', 'alloc', kind.global, i64, 0)))),
      'LINK',
      'from module "main": cannot resolve import "extism:host/env" "alloc": the host provides functions, and this import is a global',
    ));

  it('gives its functions with their own types only', () =>
    expectError(create(importsOf(['extism:host/env', 'alloc'])), 'LINK', /^module "main" cannot be linked: .*alloc/));
});
