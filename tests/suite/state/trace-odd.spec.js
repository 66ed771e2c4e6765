// The option `trace` where a call does not begin, ends badly, or is large: never a wrong trace, never another outcome.
import { expect } from 'chai';
import { ref, script } from '../../support/abi-script.js';
import { canCallPage, mode } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';

const kinds = (trace) => trace.events.map(({ type }) => type);
const outcome = (trace) => trace.events.at(-1).outcome;
/** How a call ends, as data. */
const ending = (promise) => promise.then((output) => output && [...output.bytes()], (error) => [error.code, error.message]);

describe('a trace', () => {
  it('stays when a call does not begin, and the errors are those of a plug-in without it', async () => {
    const plugin = await make('traced', { trace: true });
    const plain = await make('traced', {});
    await plugin.call('vars', 'the input');
    const trace = await plugin.trace();
    const unwritable = { toString: () => expect.fail('nobody asks for its text') };
    for (const name of ['nope', 'memory', 'alloc', '__proto__', 5, null, unwritable, Object.create(null), Symbol('name')]) {
      expect(await ending(plugin.call(name))).to.deep.equal(await ending(plain.call(name)));
      expect(await plugin.trace()).to.deep.equal(trace);
    }
  });

  it('tells an exit code from a trap', async () => {
    const plugin = await make('abi', { trace: true });
    await expectError(plugin.call('run', script([['exit', 3n]])), 'EXIT_CODE', /3/);
    expect(outcome(await plugin.trace())).to.equal('error');
    // A script cut short.
    await expectError(plugin.call('run', new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0])), 'TRAP', /unreachable/);
    expect(outcome(await plugin.trace())).to.equal('trap');
    await plugin.call('run', script([['error_set', 0n]]));
    expect(outcome(await plugin.trace())).to.equal('output');
    await plugin.call('run_quiet', script([['block', 'x'], ['error_set', ref(0)], ['error_get'], ['error_set', 0n]]));
    const trace = await plugin.trace();
    expect(outcome(trace)).to.equal('none');
    const [block, set, got, cleared] = trace.events.slice(kinds(trace).indexOf('error') - 2, -1).filter(({ type }) => ['store', 'error', 'query'].includes(type));
    expect(set).to.include({ type: 'error', offset: block.offset, length: 1 });
    expect(got).to.include({ type: 'query', name: 'error_get', result: block.offset });
    expect(cleared).to.include({ type: 'error', offset: 0, length: 0 });
  });

  it('has no bytes beyond its limit, and says how much it lost', async () => {
    const plugin = await make('echo', { trace: true });
    const input = new Uint8Array(9 * 2 ** 20).fill(7);
    expect((await plugin.call('echo', input)).byteLength).to.equal(input.length);
    const { events, lost } = await plugin.trace();
    expect(events[0].input.bytes).to.have.length(input.length);
    const kept = events.reduce((sum, { type, bytes }) => sum + (type === 'store' ? bytes.length : 0), input.length);
    expect(kept).to.be.within(16 * 2 ** 20 - 8, 16 * 2 ** 20);
    expect(lost).to.be.greaterThan(0);
    await plugin.call('echo', new Uint8Array(17 * 2 ** 20));
    const [{ input: large }] = (await plugin.trace()).events;
    expect(large).to.deep.include({ length: 17 * 2 ** 20, bytes: new Uint8Array() });
    await plugin.call('echo', 'x');
    expect((await plugin.trace()).lost).to.equal(0);
  });

  it('keeps the order of a loop of lost events, and a wild pointer changes nothing', async () => {
    const lines = [['alloc', -1n], ['alloc', 2n ** 40n], ['load_u64', 2n ** 63n], ['store_u64', -8n, 1n], ['free', 3n], ['length', -1n], ['length_unsafe', 5n], ['output_set', -1n, -1n], ['error_set', 2n ** 33n]];
    const traced = await ending((await make('abi', { trace: true })).call('run_quiet', script(lines)));
    expect(traced).to.deep.equal(await ending((await make('abi', {})).call('run_quiet', script(lines))));
  });

  if (canCallPage) {
    it('has all blocks that a function of the application makes, and those that it frees', async () => {
      const plugin = await make('traced_host', {
        trace: true,
        functions: {
          host: {
            twice: (context, handle) => {
              context.store('another');
              context.free(handle);
              return context.store('the result');
            },
          },
        },
      });
      expect((await plugin.call('run')).text()).to.equal('the result');
      const { events } = await plugin.trace();
      const { result, blocks, freed } = events.find(({ type }) => type === 'host');
      expect(blocks.map(({ bytes }) => new TextDecoder().decode(bytes))).to.deep.equal(['the result', 'another']);
      expect(result).to.equal(String(blocks[0].offset));
      expect(freed).to.deep.equal([events[1].offset]);
    });

    it('has no block of a function that gives back what it got', async () => {
      const plugin = await make('traced_host', { trace: true, functions: { host: { twice: (_, handle) => handle } } });
      expect((await plugin.call('run')).text()).to.equal('greeting');
      expect((await plugin.trace()).events.find(({ type }) => type === 'host')).to.deep.include({ blocks: [], freed: [] });
    });

    it('has a block for which the page lets memory grow', async () => {
      const large = new Uint8Array(5 * 2 ** 20).fill(1);
      const plugin = await make('traced_host', { trace: true, functions: { host: { twice: (context) => context.store(large) } } });
      expect((await plugin.call('run')).byteLength).to.equal(large.length);
      const { events, kernel } = await plugin.trace();
      const [block] = events.find(({ type }) => type === 'host').blocks;
      expect(block.bytes).to.deep.equal(large);
      expect(kernel.byteLength).to.be.greaterThan(large.length);
    });
  }

  // A start cannot wait for a page that it exchanges messages with.
  if (mode !== 'messages') {
    it('has nothing of a start, also where a call begins with one', async () => {
      const plugin = await make('host_start', { trace: true, functions: { host: { i32: (_, number) => number + 1 } } });
      expect(await plugin.trace()).to.equal(null);
      await expectError(plugin.call('trap', 'x'), 'TRAP', /unreachable/);
      expect(kinds(await plugin.trace())).to.deep.equal(['begin', 'end']);
      expect((await plugin.call('run')).text()).to.equal('1');
      const trace = await plugin.trace();
      expect(kinds(trace)).to.not.include('host');
      expect(outcome(trace)).to.equal('output');
    });
  }
});
