import { expect } from 'chai';
import { compile } from 'extism-web';
import { ref, results, script } from '../../support/abi-script.js';
import { fixtureBytes, fixtureUrl } from '../../support/fixtures.js';
import { create, expectError, instantiate, make, rejection } from '../../support/plugin.js';
import { body, exported, func, id, kind, section, wasm } from '../../support/wasm-binary.js';

const PAGE = 65536;

const number = async (plugin, name, input = '') => Number((await plugin.call(name, String(input))).text());

/** The two places that a limit is given in: each makes a plug-in of a fixture, or of anything else. */
const places = {
  'in the options': async (source, maxPages) => make(await sourceOf(source), { memory: { maxPages } }),
  'in the manifest': async (source, maxPages) => make({ wasm: [{ data: await sourceOf(source) }], memory: { maxPages } }),
  'in a manifest of a url': async (source, maxPages) => make({ wasm: [{ url: fixtureUrl(source) }], memory: { maxPages } }),
  'in the options over the manifest': async (source, maxPages) =>
    make({ wasm: [{ data: await sourceOf(source) }], memory: { maxPages: maxPages + 1000 } }, { memory: { maxPages } }),
};

const sourceOf = async (source) => (typeof source === 'string' ? fixtureBytes(source) : source);

describe('memory.maxPages', () => {
  for (const [place, limited] of Object.entries(places)) {
    describe(place, () => {
      it('bounds a memory without a maximum', async () => {
        const plugin = await limited('grow', 5);
        expect(await number(plugin, 'grow', 4)).to.equal(1);
        expect(await number(plugin, 'grow', 1)).to.equal(-1);
        expect(await number(plugin, 'size')).to.equal(5);
      });

      it('bounds a memory with a higher maximum, and not one with a lower', async () => {
        const low = await limited('grow_max', 5);
        expect(await number(low, 'grow', 5)).to.equal(-1);
        expect(await number(low, 'grow', 4)).to.equal(1);
        const high = await limited('grow_max', 200);
        expect(await number(high, 'grow', 100)).to.equal(-1);
        expect(await number(high, 'grow', 99)).to.equal(1);
      });

      it('bounds what start functions can get', async () => {
        expect(await number(await limited('start_grow', 4), 'started')).to.equal(-1);
        const enough = await limited('start_grow', 5);
        expect(await number(enough, 'started')).to.equal(1);
        expect(await number(enough, 'grow', 1)).to.equal(-1);
      });

      it('lets a module start with more, and not grow', async () => {
        for (const maxPages of [1, 6, 19, 20]) {
          const plugin = await limited('big_min', maxPages);
          expect(await number(plugin, 'size')).to.equal(20);
          expect(await number(plugin, 'grow', 1)).to.equal(-1);
          expect(await number(plugin, 'grow', 0)).to.equal(20);
        }
        const plugin = await limited('big_min', 21);
        expect(await number(plugin, 'grow', 2)).to.equal(-1);
        expect(await number(plugin, 'grow', 1)).to.equal(20);
      });

      it('is named where it may have stood in the way of a memory', async () => {
        const trapped = (name) => `^Plugin error: function "${name}" trapped: .*[uU]nreachable.*`;
        const plugin = await limited('short_of_pages', 6);
        for (let round = 0; round < 2; round += 1) {
          await expectError(plugin.call('at_once', '5'), 'TRAP', new RegExp(`${trapped('at_once')}; perhaps it needs more memory than memory\\.maxPages allows: it has 2 of 6 pages$`));
          const error = await expectError(plugin.call('by_page', '5'), 'TRAP', new RegExp(`${trapped('by_page')}; its memory cannot grow beyond 6 pages, as memory\\.maxPages is 6$`));
          expect(error.cause).to.be.instanceOf(WebAssembly.RuntimeError);
          await plugin.call('by_page', '1');
          await expectError(plugin.call('at_once', 'x'), 'TRAP', /has 3 of 6 pages$/);
        }
        await plugin.call('by_page', '4');
        // The memory has all its pages by now, and the engine does not say why an address is out of bounds.
        await expectError(plugin.call('unchecked', '1'), 'TRAP', /; its memory cannot grow beyond 6 pages, as memory\.maxPages is 6$/);
      });

      it('is named where it stood in the way of kernel memory', async () => {
        const plugin = await limited('short_of_pages', 6);
        const error = await expectError(plugin.call('block', '6'), 'MEMORY_LIMIT', "Plugin error: kernel memory is exhausted: no room for a block of the plug-in's; memory.maxPages is 6");
        expect(error.cause).to.be.instanceOf(WebAssembly.RuntimeError);
        await plugin.call('block', '4');
      });

      it('bounds kernel memory', async () => {
        const plugin = await limited('kernel_alloc', 4);
        expect(await number(plugin, 'alloc', 4 * PAGE)).to.equal(0);
        expect(await number(plugin, 'alloc', 2 * PAGE)).to.be.greaterThan(0);
        const blocks = await number(plugin, 'fill', 1000);
        expect(blocks).to.be.within(150, (4 * PAGE) / 1000);
        expect(await number(plugin, 'fill', 1000), 'the next call has it all again').to.equal(blocks);
      });

      it('bounds the input', async () => {
        const plugin = await limited('echo', 2);
        for (let round = 0; round < 3; round += 1) {
          await expectError(
            plugin.call('echo', new Uint8Array(2 * PAGE)),
            'MEMORY_LIMIT',
            'Plugin error: kernel memory is exhausted: no room for the input (131072 bytes); memory.maxPages is 2',
          );
          expect((await plugin.call('echo', 'small')).text()).to.equal('small');
        }
      });

      it('bounds the output: a plug-in that has no room for it fails', async () => {
        const plugin = await limited('echo', 3);
        // Room for the input, but not for a copy of it.
        const input = new Uint8Array(1.6 * PAGE).fill(7);
        await expectError(plugin.call('echo', input), 'MEMORY_LIMIT', /^Plugin error: kernel memory is exhausted: no room for a block of the plug-in's/);
        expect((await plugin.call('echo', 'small')).text()).to.equal('small');
      });
    });
  }

  it('of one page leaves room for small calls', async () => {
    const plugin = await make('echo', { memory: { maxPages: 1 } });
    expect((await plugin.call('echo', 'x'.repeat(1000))).text()).to.equal('x'.repeat(1000));
    await expectError(plugin.call('echo', new Uint8Array(PAGE)), 'MEMORY_LIMIT', /exhausted/);
  });

  for (const maxPages of [65535, 65536, 65537, 100_000, 0xffffffff]) {
    it(`of ${maxPages} is no more than engines have`, async () => {
      const plugin = await make('grow', { memory: { maxPages } });
      expect(await number(plugin, 'grow', 3)).to.equal(1);
      expect((await (await make('echo', { memory: { maxPages } })).call('echo', 'x')).text()).to.equal('x');
    });
  }

  for (const maxPages of [2 ** 32, Number.MAX_SAFE_INTEGER, 1e300]) {
    it(`of ${maxPages} is refused`, () =>
      expectError(make('grow', { memory: { maxPages } }), 'INVALID_OPTION', /^options\.memory\.maxPages must be a whole number/));
  }

  it('holds for each of several modules', async () => {
    const [side, main] = [await fixtureBytes('grow_max'), await fixtureBytes('link_main')];
    const linkSide = await fixtureBytes('link_side');
    const memory = { maxPages: 1 };
    const plugin = await make({ wasm: [{ data: side }, { name: 'side', data: linkSide }, { name: 'main', data: main }], memory });
    expect(await number(plugin, 'run', 1)).to.equal(2);

    const grown = await make({ wasm: [{ name: 'side', data: linkSide }, { name: 'big', data: main }, { name: 'main', data: await fixtureBytes('big_min') }], memory });
    expect([await number(grown, 'size'), await number(grown, 'grow', 1)]).to.deep.equal([20, -1]);

    const shared = { wasm: [{ name: 'provider', data: await fixtureBytes('shared_provider') }, { data: await fixtureBytes('shared_user') }] };
    const instances = await make({ ...shared, memory });
    expect(await number(instances, 'read_memory')).to.equal(1234);
    expect((await instances.getImports()).some(({ kind: what }) => what === 'memory')).to.equal(true);
  });

  it('holds for memories that the plug-in does not export', async () => {
    // Its start function traps unless the memory of one page can be grown by four.
    const bytes = wasm(
      section(id.types, func([], [])),
      section(id.functions, 0),
      section(id.memories, [0, 1]),
      [id.start, 1, 0],
      // (if (i32.eq (memory.grow (i32.const 4)) (i32.const -1)) (then unreachable))
      section(id.code, body(0x41, 4, 0x40, 0, 0x41, 0x7f, 0x46, 0x04, 0x40, 0x00, 0x0b)),
    );
    await make(bytes, { memory: { maxPages: 5 } });
    await expectError(create(bytes, { memory: { maxPages: 4 } }), 'TRAP', /module "main" trapped while it started: .*nreachable.*; perhaps it needs more memory than memory\.maxPages \(4\) allows$/);
  });

  it('does not touch what follows a memory in the module', async () => {
    const plugin = await make('count_vowels', { memory: { maxPages: 50 } });
    expect((await plugin.call('count_vowels', 'Hello, World!')).json().count).to.equal(3);
    expect((await plugin.getExports()).length).to.equal((await (await make('count_vowels')).getExports()).length);
  });

  for (const memory of [{ maxPages: 5 }, { max_pages: 5 }]) {
    it(`is named as the manifest writes it or not: ${Object.keys(memory)}`, async () => {
      for (const plugin of [await make({ wasm: [{ data: await fixtureBytes('short_of_pages') }], memory }), await make('short_of_pages', { memory })]) {
        await expectError(plugin.call('by_page', '4'), 'TRAP', /memory\.maxPages is 5$/);
        await plugin.call('by_page', '3');
      }
    });
  }

  it('is not named where it is not given, or has nothing to do with a trap', async () => {
    const free = await make('short_of_pages');
    await expectError(free.call('at_once', '70000'), 'TRAP', /[uU]nreachable[^;]*$/);
    const faults = await make('faults', { memory: { maxPages: 100 } });
    for (const name of ['oob', 'div_zero']) expect((await rejection(faults.call(name))).message, name).to.not.match(/maxPages/);
  });

  it('is no bound when it is not given', async () => {
    const plugin = await make('grow');
    expect(await number(plugin, 'grow', 300)).to.equal(1);
    expect((await (await make('echo')).call('echo', new Uint8Array(100 * PAGE))).byteLength).to.equal(100 * PAGE);
  });

  it('lower than that of the compilation holds too', async () => {
    const compiled = await compile(await fixtureBytes('grow'), { memory: { maxPages: 10 } });
    const plugin = await instantiate(compiled);
    expect(await number(plugin, 'grow', 10)).to.equal(-1);
    await plugin.close();
    await expectError(instantiate(compiled, { memory: { maxPages: 5 } }), 'MEMORY_LIMIT', /module "main" has a memory that can grow beyond memory\.maxPages \(5\)/);
    const higher = await instantiate(compiled, { memory: { maxPages: 20 } });
    expect(await number(higher, 'grow', 10)).to.equal(-1);
    await higher.close();
  });

  describe('of a compiled WebAssembly.Module', () => {
    const compiled = async (name) => WebAssembly.compile(await fixtureBytes(name));
    const refused = /^module "main" has a memory that can grow beyond memory\.maxPages \(\d+\); a compiled WebAssembly\.Module cannot be limited afterwards: give its bytes or URL instead, or its memory a maximum$/;

    for (const [name, maxPages] of [['grow', 5], ['grow', 1], ['grow_max', 99], ['big_min', 1], ['big_min', 19], ['big_min', 20], ['start_grow', 3]]) {
      it(`that can grow beyond is refused: ${name} at ${maxPages}`, async () => {
        await expectError(create({ wasm: [{ module: await compiled(name) }], memory: { maxPages } }), 'MEMORY_LIMIT', refused);
        await expectError(create(await compiled(name), { memory: { maxPages } }), 'MEMORY_LIMIT', refused);
      });
    }

    for (const [name, maxPages] of [['grow_max', 100], ['grow_max', 101], ['echo', 1], ['kernel_alloc', 3]]) {
      it(`that cannot is fine: ${name} at ${maxPages}`, async () => {
        const plugin = await make({ wasm: [{ module: await compiled(name) }], memory: { maxPages } });
        if (name === 'grow_max') {
          expect(await number(plugin, 'size'), 'nothing was grown by the check').to.equal(1);
          expect(await number(plugin, 'grow', 99)).to.equal(1);
        }
      });
    }

    it('of 64-bit addresses is refused, or is no module here', async () => {
      const memory64 = wasm(section(id.memories, [4, 1]), section(id.exports, exported('memory', kind.memory, 0)));
      if (WebAssembly.validate(memory64)) {
        await expectError(create(await WebAssembly.compile(memory64), { memory: { maxPages: 5 } }), 'MEMORY_LIMIT', refused);
        await make(memory64, { memory: { maxPages: 5 } });
      } else {
        await expectError(create(memory64, { memory: { maxPages: 5 } }), 'INVALID_WASM', /not a valid/);
      }
    });
  });
});

describe('a plug-in that is out of memory', () => {
  it('is told so by its allocations, and may go on', async () => {
    const plugin = await make('abi', { memory: { maxPages: 2 } });
    const [none, some, length] = results(
      await plugin.call('run', script([['alloc', 2n * BigInt(PAGE)], ['alloc', 100n], ['length', ref(1)]])),
    );
    expect(none).to.equal(0n);
    expect(some).to.not.equal(0n);
    expect(length).to.equal(100n);
  });

  for (const size of [1n << 32n, (1n << 32n) - 1n, (1n << 63n), (1n << 64n) - 1n]) {
    it(`gets no block of ${size} bytes`, async () => {
      const plugin = await make('abi', { memory: { maxPages: 2 } });
      expect(results(await plugin.call('run', script([['alloc', size], ['alloc', 1n], ['length', ref(1)]])))[2]).to.equal(1n);
    });
  }

  it('fails with the host where the host has no room for what it wants', async () => {
    const plugin = await make('abi', { memory: { maxPages: 2 }, config: { big: 'x'.repeat(2 * PAGE) } });
    const error = await expectError(plugin.call('run', script([['block', 'big'], ['config_get', ref(0)]])), 'MEMORY_LIMIT', /^Plugin error: kernel memory is exhausted: no room for .* \(131072 bytes\); memory\.maxPages is 2$/);
    expect(error.exitCode).to.equal(undefined);
    expect(results(await plugin.call('run', script([['alloc', 1n], ['length', ref(0)]])))[1]).to.equal(1n);
  });

  it('that has said what is wrong is believed', async () => {
    const plugin = await make('abi', { memory: { maxPages: 2 } });
    const lines = [['alloc', 2n * BigInt(PAGE)], ['block', 'too large for me'], ['error_set', ref(1)]];
    await expectError(plugin.call('run_quiet', script(lines)), 'PLUGIN_ERROR', 'Plugin-originated error: too large for me');
  });
});
