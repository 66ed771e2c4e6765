import { expect } from 'chai';
import { compile } from 'extism-web';
import { fixtureBytes, inWorker } from '../../support/fixtures.js';
import { callSync, create, expectError, instantiate, make, recorder, rejection } from '../../support/plugin.js';
import { body, exported, func, i64, id, imported, kind, section, wasm as binary } from '../../support/wasm-binary.js';
import { expectNoGuest, instancesOf, ownKernel } from '../../support/instances.js';
import { linked } from './linked.js';

/** The outputs of calls `[function, input]`, one after the other. */
async function outputs(plugin, ...calls) {
  const texts = [];
  for (const [name, input] of calls) texts.push((await plugin.call(name, input)).text());
  return texts;
}

/** What becomes of a promise: its value, or the code of its error. */
const outcome = (promise) => promise.catch((error) => error.code);

describe('linking', () => {
  it('calls a side module, which calls the host', async () => {
    const logger = recorder();
    const plugin = await make(await linked({ side: 'link_side', main: 'link_main' }), { logger, logLevel: 'info' });
    expect(await outputs(plugin, ['run', '41'], ['run', '-1'])).to.deep.equal(['42', '0']);
    expect(logger.lines).to.deep.equal([['info', 'add_one'], ['info', 'add_one']]);
  });

  it('follows a chain, in whatever order the manifest has it', async () => {
    const names = { rhs: 'link_rhs', lhs: 'link_lhs', main: 'link_chain' };
    for (const order of [['rhs', 'lhs', 'main'], ['lhs', 'rhs', 'main'], ['main', 'lhs', 'rhs'], ['lhs', 'main', 'rhs']]) {
      const manifest = await linked(Object.fromEntries(order.map((name) => [name, names[name]])));
      expect(await outputs(await make(manifest), ['run', '1'])).to.deep.equal(['12']);
    }
  });

  it('instantiates what is needed, once, and nothing else', async () => {
    const manifest = await linked({ unused: 'start_traps', rhs: 'link_rhs', lhs: 'link_lhs', main: 'link_chain' });
    const instances = await instancesOf(() => make(manifest, ownKernel));
    if (inWorker) return expectNoGuest(instances);
    expect(instances.map(({ exports }) => Object.keys(exports).at(-1)).slice(1)).to.deep.equal(['add_one', 'add_one_lhs', 'run']);
  });

  it('works around a cycle of functions', async () => {
    const plugin = await make(await linked({ cycle_b: 'cycle_b', main: 'cycle_a' }));
    const calls = [0, 1, 2, 7, 100, 101].map((number) => ['run', String(number)]);
    expect(await outputs(plugin, ...calls)).to.deep.equal(['1', '0', '1', '0', '1', '0']);
  });

  it('shares memories, globals, tables and functions', async () => {
    const plugin = await make(await linked({ provider: 'shared_provider', main: 'shared_user' }));
    expect(await outputs(plugin, ['read_memory', ''], ['write_memory', '77'], ['add_to_global', '5'], ['add_to_global', '-7'], ['call_table', '14'], ['be_called', '9']))
      .to.deep.equal(['1234', '77', '105', '98', '42', '-9']);
  });

  describe('names', () => {
    const cases = {
      'what no module and no host has': [
        { lhs: 'link_lhs', main: 'link_chain' },
        'from module "main"/"lhs": cannot resolve import "rhs" "add_one": not provided by host imports nor linked manifest items',
      ],
      'the first of several': [
        { main: 'link_chain' },
        'from module "main": cannot resolve import "lhs" "add_one_lhs": not provided by host imports nor linked manifest items; give it as options.functions["lhs"]["add_one_lhs"]',
      ],
      'a function of the application\'s, by the option': [
        { lhs: 'link_lhs', rhs: 'link_rhs', main: 'old_shout' },
        'from module "main": cannot resolve import "env" "shout" ("env" is a host module, but does not contain "shout"); give it as options.functions["env"]["shout"]',
      ],
      'an export of another kind': [
        { provider: 'shared_provider', main: 'export_kind_mismatch' },
        'from module "main": cannot import "provider" "counter"; no export matched request',
      ],
      'an export that is not there': [
        { provider: 'shared_provider', main: 'export_absent' },
        'from module "main": cannot import "provider" "absent"; no export matched request',
      ],
      'a memory in a cycle': [
        { memory_cycle_b: 'memory_cycle_b', main: 'memory_cycle_a' },
        /^from module "main"\/"memory_cycle_b": cannot import "main" "memory"; circular imports of type="memory" are not supported$/,
      ],
    };
    for (const [what, [names, message]] of Object.entries(cases)) {
      it(what, async () => {
        await expectError(create(await linked(names)), 'LINK', message);
        const plugin = await make(await linked({ side: 'link_side', main: 'link_main' }));
        expect(await outputs(plugin, ['run', '1'])).to.deep.equal(['2']);
      });
    }

    it('a function of another type', async () => {
      const manifest = await linked({ lhs: 'link_lhs', main: 'link_chain' });
      const rhs = binary(
        section(id.types, func([i64], [i64])),
        section(id.functions, 0),
        section(id.exports, exported('add_one', kind.function, 0)),
        section(id.code, body(0x20, 0)),
      );
      manifest.wasm.unshift({ name: 'rhs', data: rhs });
      const error = await expectError(create(manifest), 'LINK', /^module "lhs" cannot be linked: .*rhs.*add_one/);
      expect(error.cause).to.be.instanceOf(WebAssembly.LinkError);
    });
  });

  it('gives every importer of a command an instance of its own, started once', async () => {
    const plugin = await make(await linked({ command: 'command_side', importer: 'command_importer', main: 'command_user' }));
    expect(await outputs(plugin, ['order', ''], ['own', ''], ['own', ''], ['other', ''], ['own', ''], ['other', '']))
      .to.deep.equal(['SS', '101', '102', '101', '103', '102']);
  });

  it('starts modules before those that import them', async () => {
    const plugin = await make(await linked({ a: 'order_a', b: 'order_b', main: 'order_main' }));
    expect(await outputs(plugin, ['order', ''])).to.deep.equal(['BbAaMm']);
  });

  it('is done anew, in all modules, after a trap in one; vars stay', async () => {
    const plugin = await make(await linked({ provider: 'shared_provider', main: 'shared_user' }));
    await outputs(plugin, ['add_to_global', '5'], ['write_memory', '9']);
    // A digit that is none traps.
    await expectError(plugin.call('call_table', 'x'), 'TRAP', /function "call_table" trapped/);
    expect(await outputs(plugin, ['add_to_global', '1'], ['read_memory', ''])).to.deep.equal(['101', '1234']);
    await expectError(callSync(plugin, 'call_table', 'x'), 'TRAP', /trapped/);
    expect((await callSync(plugin, 'add_to_global', '2')).text()).to.equal('102');

    const commands = await make(await linked({ command: 'command_side', importer: 'command_importer', main: 'command_user' }));
    await outputs(commands, ['own', ''], ['other', '']);
    const instance = await outcome(commands.getInstance());
    await rejection(commands.call('run_absent'));
    expect(await outcome(commands.getInstance())).to.equal(instance);
    expect(await outputs(commands, ['own', ''], ['order', ''])).to.deep.equal(['102', 'SS']);
  });

  it('is done anew in a plug-in that a side module trapped in', async () => {
    const compiled = await compile(await linked({ cycle_b: 'cycle_b', main: 'cycle_a' }));
    const [one, two] = [await instantiate(compiled), await instantiate(compiled)];
    // Deep enough to run out of stack somewhere between the two.
    expect((await rejection(one.call('run', '2000000000'))).code).to.equal('STACK_OVERFLOW');
    for (const plugin of [one, two]) {
      expect(await outputs(plugin, ['run', '4'])).to.deep.equal(['1']);
      await plugin.close();
    }
  });

  it('shows kernel memory to no module', async () => {
    const manifest = await linked({ side: 'link_side', main: 'link_main' });
    const instances = await instancesOf(() => make(manifest, ownKernel));
    if (inWorker) return expectNoGuest(instances);
    const [kernel, side, main] = instances;
    expect(instances.length).to.equal(3);
    for (const { imports } of [side, main]) {
      for (const values of Object.values(imports)) {
        for (const value of Object.values(values)) {
          expect(value).to.be.a('function');
          expect(value).to.not.equal(kernel.imports.env.memory);
        }
      }
    }
  });

  it('may be done with modules compiled by the application', async () => {
    const manifest = await linked({ rhs: 'link_rhs', lhs: 'link_lhs', main: 'link_chain' });
    const wasm = await Promise.all(manifest.wasm.map(async ({ name, data }) => ({ name, module: await WebAssembly.compile(data) })));
    expect(await outputs(await make({ wasm }), ['run', '1'])).to.deep.equal(['12']);
  });
});

describe('start-up', () => {
  const cases = {
    reactor: { run: '1' },
    ctors: { run: '1' },
    command_main: { run: '1' },
    reactor_ctors: { run: '10' },
    haskell: { order: '12', argc: '0', argv: '0' },
  };
  for (const [name, expected] of Object.entries(cases)) {
    it(`of ${name}`, async () => {
      const plugin = await make(name);
      for (const [called, text] of Object.entries(expected)) {
        expect(await outputs(plugin, [called, ''], [called, ''])).to.deep.equal([text, text]);
      }
    });
  }

  const failing = {
    start_traps: /^Plugin error: module "main" trapped while it started: .*unreachable/,
    init_traps: /^Plugin error: module "main" trapped while it started: .*unreachable/,
  };
  for (const [name, message] of Object.entries(failing)) {
    it(`that fails fails the creation: ${name}`, async () => {
      const compiled = await compile(await fixtureBytes(name));
      for (let round = 0; round < 3; round += 1) {
        const error = await expectError(instantiate(compiled), 'TRAP', message);
        expect(error.cause).to.be.instanceOf(WebAssembly.RuntimeError);
      }
      expect(await outputs(await make('reactor'), ['run', ''])).to.deep.equal(['1']);
    });
  }

  it('that fails in a side module names it', async () => {
    const main = binary(section(id.types, func([], [])), section(id.imports, imported('side', '_initialize', kind.function, 0)));
    const manifest = { wasm: [{ data: await fixtureBytes('init_traps'), name: 'side' }, { data: main }] };
    await expectError(create(manifest), 'TRAP', /^Plugin error: module "side" trapped while it started/);
  });
});
