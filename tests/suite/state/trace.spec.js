// The option `trace`: what a plug-in did with kernel memory, the same wherever it runs.
import { expect } from 'chai';
import createPlugin, { compile, createPool } from 'extism-web';
import { canCallPage, fixtureBytes, hasJspi, inWorker, serverUrl } from '../../support/fixtures.js';
import { ref, script } from '../../support/abi-script.js';
import { expectError, instantiate, make, recorder } from '../../support/plugin.js';
import { Kernel } from '../kernel/kernel.js';

const config = { greeting: 'Howdy' };
const options = { trace: true, config, logger: recorder(), logLevel: 'info' };
const bytes = (text) => [...new TextEncoder().encode(text)];

/** Without times, and bytes as arrays: what can be compared. */
const told = (events) =>
  events.map(({ at, ms, ...event }) => {
    expect(at).to.be.at.least(0);
    if (event.type === 'host') expect(ms).to.be.at.least(0);
    return JSON.parse(JSON.stringify(event, (_, value) => (value instanceof Uint8Array ? [...value] : value)));
  });

const kinds = (trace) => trace.events.map(({ type }) => type);

describe('a trace', () => {
  it('has everything that the plug-in does, in its order', async () => {
    const plugin = await make('traced', options);
    const output = await plugin.call('tour', 'hi!');
    expect(output.text()).to.equal('ok');
    const trace = await plugin.trace();
    const events = told(trace.events);
    const [input, key, value, key2, out] = [events[0].input, events[3], events[5].blocks[0], events[9], events[11]].map(({ offset }) => offset);
    const env = 'extism:host/env';
    expect(events).to.deep.equal([
      { type: 'begin', input: { offset: input, length: 3, bytes: bytes('hi!') } },
      { type: 'query', name: 'input_length', result: 3 },
      { type: 'input', offset: 0, length: 2, count: 2 },
      { type: 'alloc', offset: key, length: 8 },
      { type: 'store', offset: key, length: 8, count: 1, bytes: bytes('greeting') },
      { type: 'host', module: env, name: 'config_get', args: [String(key)], result: String(value), blocks: [{ offset: value, length: 5, bytes: bytes('Howdy') }], freed: [key] },
      { type: 'load', offset: value, length: 2, count: 2 },
      { type: 'load', offset: value, length: 1, count: 1 },
      { type: 'host', module: env, name: 'log_info', args: [String(value)], result: null, blocks: [], freed: [value] },
      { type: 'alloc', offset: key2, length: 8 },
      { type: 'store', offset: key2, length: 8, count: 1, bytes: bytes('greeting') },
      { type: 'alloc', offset: out, length: 16 },
      { type: 'store', offset: out, length: 2, count: 2, bytes: bytes('ok') },
      { type: 'store', offset: out + 8, length: 8, count: 1, bytes: [255, 0, 0, 0, 0, 0, 0, 0] },
      { type: 'length', offset: key2, length: 8 },
      { type: 'free', offset: key2 },
      { type: 'output', offset: out, length: 2 },
      { type: 'end', outcome: 'output', output: { offset: out, length: 2 } },
    ]);
    expect(new Set([input, key, value, key2, out]).size).to.equal(5);
    expect(trace.function).to.equal('tour');
    expect(trace.lost).to.equal(0);
    expect(trace.kernel.byteLength % 65536).to.equal(0);
    expect(trace.kernel.maxByteLength).to.equal(undefined);
    expect(trace.plugin).to.deep.equal({ byteLength: 2 * 65536 });
  });

  it('is that of the last call, and there is none before the first', async () => {
    const plugin = await make('traced', { ...options, memory: { maxPages: 7 } });
    expect(await plugin.trace()).to.equal(null);
    await plugin.call('tour', 'hi!');
    await plugin.call('vars');
    const trace = await plugin.trace();
    expect(trace.function).to.equal('vars');
    expect(trace.kernel.maxByteLength).to.equal(7 * 65536);
    expect(trace.events[0].input).to.equal(null);
    const [set, get] = told(trace.events).filter(({ type }) => type === 'host');
    expect(set.name).to.equal('var_set');
    expect(get.blocks[0].bytes).to.deep.equal(bytes('greeting'));
    expect(trace.events.at(-1)).to.include({ type: 'end', outcome: 'none' });
    expect(await plugin.trace()).to.deep.equal(trace);
  });

  it('of a call that fails ends where it failed, and the next call works', async () => {
    const plugin = await make('traced', options);
    await expectError(plugin.call('fails'), 'PLUGIN_ERROR', /greeting/);
    let trace = await plugin.trace();
    expect(kinds(trace)).to.deep.equal(['begin', 'alloc', 'store', 'error', 'end']);
    expect(trace.events[3]).to.include({ offset: trace.events[1].offset, length: 8 });
    expect(trace.events[4].outcome).to.equal('error');
    await expectError(plugin.call('traps'), 'TRAP', /unreachable/);
    trace = await plugin.trace();
    expect(kinds(trace)).to.deep.equal(['begin', 'alloc', 'end']);
    expect(trace.events[2].outcome).to.equal('trap');
    expect((await plugin.call('tour', 'hi!')).text()).to.equal('ok');
    expect(kinds(await plugin.trace())).to.have.length(18);
  });

  it('is bounded, whatever a plug-in does, and changes nothing of it', async () => {
    const plugin = await make('traced', options);
    expect((await plugin.call('backwards')).bytes()).to.deep.equal(new Uint8Array([1, 1, 1]));
    const trace = await plugin.trace();
    expect(trace.events).to.have.length(20_001);
    expect(trace.events.length + trace.lost).to.equal(100_004);
    expect(trace.events.at(-1).outcome).to.equal('output');
    const plain = await make('traced', { config });
    const outcome = (made) => made.call('wild').then(String, (error) => [error.code, error.message]);
    expect(await outcome(plugin)).to.deep.equal(await outcome(plain));
    expect(kinds(await plugin.trace()).slice(0, 3)).to.deep.equal(['begin', 'free', 'store']);
  });

  it('merges what PDKs copy word by word', async () => {
    const plugin = await make('echo', { trace: true });
    const input = new Uint8Array(100_003).map((_, i) => i);
    expect((await plugin.call('echo', input)).bytes()).to.deep.equal(input);
    const { events, lost } = await plugin.trace();
    expect(lost).to.equal(0);
    const stored = events.filter(({ type }) => type === 'store');
    expect(stored.reduce((sum, { length }) => sum + length, 0)).to.equal(100_003);
    const last = stored.map((event) => [...event.bytes]).flat();
    expect(last).to.deep.equal([...input]);
  });

  it('has HTTP requests, which are waited for', async function () {
    const plugin = await make('abi_http', { trace: true, allowedHosts: [new URL(serverUrl).hostname] });
    await plugin.call('run', script([['block', JSON.stringify({ url: `${serverUrl}/http/status/200` })], ['http_request', ref(0), 0n], ['http_status_code']]));
    const requests = told((await plugin.trace()).events).filter(({ type }) => type === 'host');
    expect(requests.map(({ name }) => name)).to.deep.equal(['http_request', 'http_status_code']);
    expect(requests[1].result).to.equal(200);
    const [block] = requests[0].blocks;
    expect(requests[0].result).to.equal(String(block.offset));
    expect(block.bytes).to.have.length(block.length);
  });

  if (canCallPage) {
    const twice = (context, handle) => {
      const text = context.read(handle).text();
      return context.store(text + text);
    };

    for (const [what, run, works] of [
      ['at once', twice, true],
      ['in a while', async (context, handle) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return twice(context, handle);
      }, inWorker || hasJspi],
    ]) {
      if (!works) continue;
      it(`has functions of the application that return ${what}`, async () => {
        const plugin = await make('traced_host', { trace: true, functions: { host: { twice: run } } });
        expect((await plugin.call('run')).text()).to.equal('greetinggreeting');
        const trace = await plugin.trace();
        expect(kinds(trace)).to.deep.equal(['begin', 'alloc', 'store', 'host', 'length', 'output', 'end']);
        const [, alloc, , host] = told(trace.events);
        expect(host).to.deep.include({ module: 'host', name: 'twice', args: [String(alloc.offset), -7], result: String(host.blocks[0].offset), freed: [] });
        expect(host.blocks[0].bytes).to.deep.equal(bytes('greetinggreeting'));
      });
    }

    it('has a function that throws, and the error is the same', async () => {
      const mine = new Error('mine');
      const throws = () => {
        throw mine;
      };
      const plugin = await make('traced_host', { trace: true, functions: { host: { twice: throws } } });
      const error = await plugin.call('run').then(expect.fail, (reason) => reason);
      expect(error).to.equal(mine);
      expect(kinds(await plugin.trace())).to.deep.equal(['begin', 'alloc', 'store', 'host', 'end']);
    });

    it('cannot be had while a call runs', async () => {
      let refused;
      const plugin = await make('traced_host', {
        trace: true,
        functions: {
          host: {
            twice: (context, handle) => {
              refused = plugin.trace().then(() => undefined, (error) => error);
              return twice(context, handle);
            },
          },
        },
      });
      await plugin.call('run');
      expect((await refused)?.code).to.equal('REENTRANT');
    });
  }

  it('has what plug-ins of older PDKs do by its new names', async () => {
    const plugin = await make('abi_before_1_0', { trace: true });
    await plugin.call('run', script([['block', 'key'], ['var_get', ref(0)], ['alloc', 4n], ['store_u32', ref(2), 7n], ['load_u32', ref(2)]]));
    const { events } = await plugin.trace();
    expect(events.filter(({ type }) => type === 'host').map(({ module, name }) => `${module} ${name}`)).to.deep.equal(['extism:host/env var_get']);
    expect(events.some(({ type, length, count }) => type === 'store' && length === 4 && count === 1)).to.equal(true);
  });

  it('has what all modules of a plug-in do', async () => {
    const manifest = { wasm: [{ data: await fixtureBytes('link_side'), name: 'side' }, { data: await fixtureBytes('link_main') }] };
    const plugin = await make(manifest, options);
    expect((await plugin.call('run', '41')).text()).to.equal('42');
    const { events } = await plugin.trace();
    const at = events.findIndex(({ name }) => name === 'log_info');
    expect(told(events)[at - 1]).to.deep.include({ type: 'store', length: 7, count: 7, bytes: bytes('add_one') });
    // What the main module does before and after it.
    expect(events.slice(0, at).some(({ type }) => type === 'input')).to.equal(true);
    expect(kinds({ events: events.slice(-2) })).to.deep.equal(['output', 'end']);
  });

  it('is not there without the option, after close, and for pools', async () => {
    const plugin = await make('traced', { config });
    await plugin.call('tour', 'hi!');
    expect(await plugin.trace()).to.equal(null);
    await plugin.close();
    await expectError(plugin.trace(), 'CLOSED', /closed/);
    await expectError(createPool(await fixtureBytes('traced'), { trace: true }), 'INVALID_OPTION', /options\.trace: a pool has several plug-ins/);
    await expectError(make('traced', { trace: /** @type {any} */ (5) }), 'INVALID_OPTION', 'options.trace must be true or false, got a number');
  });

  it('may be had of one plug-in of a compiled one, and not of another', async () => {
    const compiled = await compile(await fixtureBytes('traced'));
    const [traced, plain] = [await instantiate(compiled, options), await instantiate(compiled, { config })];
    await traced.call('tour', 'hi!');
    await plain.call('tour', 'hi!');
    expect((await traced.trace()).events).to.have.length(18);
    expect(await plain.trace()).to.equal(null);
  });
});

describe('without the option trace', () => {
  it("a plug-in's imports are the kernel's own functions; with it, others are between", async () => {
    // A function of WebAssembly is called by its place in its own module, also where another exports it again.
    const names = ['alloc', 'length', 'store_u8'];
    const kernel = await Kernel.open();
    const own = names.map((name) => kernel.exports[name].name);
    const seen = async (trace) => {
      const plugin = await createPlugin(await fixtureBytes('traced'), trace === undefined ? {} : { trace });
      const { exports } = await plugin.getInstance();
      await plugin.close();
      return names.map((name) => /** @type {any} */ (exports[name]).name);
    };
    expect(await seen(undefined)).to.deep.equal(own);
    expect(await seen(false)).to.deep.equal(own);
    expect(await seen(true)).to.not.deep.equal(own);
  });
});
