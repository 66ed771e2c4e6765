import { expect } from 'chai';
import { PluginOutput } from 'extism-web';
import { inWorker } from '../../support/fixtures.js';
import { callSync, expectError, make, recorder, rejection } from '../../support/plugin.js';

const inTheWorker = 'the instance of a plug-in in a worker is in the worker';
const encode = (text) => new TextEncoder().encode(text);

describe('a call', () => {
  describe('takes', () => {
    const inputs = {
      text: ['grüße 🌍', 'grüße 🌍'],
      'the empty text': ['', ''],
      'a lone surrogate, replaced': ['a\ud800b', 'a\ufffdb'],
      'a number, as text': [12.5, '12.5'],
      'a Uint8Array': [encode('bytes'), 'bytes'],
      'an ArrayBuffer': [encode('buffer').buffer, 'buffer'],
      'a view of a part': [encode('xpartx').subarray(1, 5), 'part'],
      'a DataView': [new DataView(encode('xview').buffer, 1), 'view'],
      'a Uint16Array, its bytes': [new Uint16Array(encode('abcd').buffer), 'abcd'],
    };
    for (const [name, [input, text]] of Object.entries(inputs)) {
      it(name, async () => {
        const plugin = await make('echo');
        expect((await plugin.call('echo', input)).text()).to.equal(text);
      });
    }

    for (const nothing of [undefined, null]) {
      it(String(nothing), async () => {
        const plugin = await make('echo');
        expect((await plugin.call('echo', nothing)).byteLength).to.equal(0);
        expect((await plugin.call('echo')).byteLength).to.equal(0);
      });
    }
  });

  const refused = { 'an object': {}, 'a symbol': Symbol('s'), 'a boolean': true, 'an array': [1], 'a function': () => {}, 'a bigint': 1n };
  for (const [name, input] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      const plugin = await make('echo');
      const error = await expectError(plugin.call('echo', input), 'INVALID_INPUT', `the input of a call must be a string, bytes or nothing, got ${name}`);
      expect(error).to.be.instanceOf(TypeError);
      expect((await plugin.call('echo', 'next')).text()).to.equal('next');
    });
  }

  it('returns the bytes that went in, whatever their number', async () => {
    const plugin = await make('echo');
    for (const length of [0, 1, 7, 8, 9, 15, 16, 17, 1000, 65535, 65536, 65537, 1 << 20, 3_000_001]) {
      const input = Uint8Array.from({ length }, (_, i) => (i * 31) % 251);
      const output = (await plugin.call('echo', input)).bytes();
      expect(output.length).to.equal(length);
      expect(output.findIndex((byte, i) => byte !== input[i]), `${length} bytes`).to.equal(-1);
    }
  });

  it('tells no output from an empty one', async () => {
    const plugin = await make('echo');
    expect(await plugin.call('nothing', 'x')).to.equal(null);
    expect((await plugin.call('empty', 'x')).byteLength).to.equal(0);
  });

  it('may be made without a promise', async () => {
    const plugin = await make('echo');
    expect((await callSync(plugin, 'echo', 'now')).text()).to.equal('now');
    await expectError(callSync(plugin, 'absent'), 'FUNCTION_NOT_FOUND', 'Plugin error: function "absent" does not exist');
  });

  it('gives an output that later calls do not change', async () => {
    const plugin = await make('echo');
    const first = await plugin.call('echo', 'first');
    await plugin.call('echo', 'other');
    expect(first.text()).to.equal('first');
    expect(first.bytes()).to.deep.equal(encode('first'));
  });

  it('gives an output with every way to read it, and none to write', async () => {
    const plugin = await make('echo');
    const output = await plugin.call('echo', '{"a":[1]}');
    expect(output).to.be.instanceOf(PluginOutput).and.instanceOf(DataView);
    expect(output.json()).to.deep.equal({ a: [1] });
    expect(output.string()).to.equal('{"a":[1]}');
    expect(output.arrayBuffer()).to.be.instanceOf(ArrayBuffer);
    expect(output.arrayBuffer().byteLength).to.equal(9);
    expect(output.getUint8(0)).to.equal('{'.charCodeAt(0));
    for (const kind of ['Int8', 'Int16', 'Int32', 'Uint8', 'Uint16', 'Uint32', 'Float32', 'Float64', 'BigInt64', 'BigUint64']) {
      expect(() => output[`set${kind}`](0, kind.startsWith('Big') ? 1n : 1), kind).to.throw(TypeError, /read-only/);
    }
    expect(output.text()).to.equal('{"a":[1]}');
    const other = await plugin.call('echo', 'no json');
    expect(() => other.json()).to.throw(SyntaxError);
  });

  it('sees nothing of the call before', async () => {
    const plugin = await make('echo');
    await plugin.call('echo', 'secret'.repeat(1000));
    await plugin.reset();
    const { blocks, bytesInUse } = await plugin.memory();
    expect(blocks).to.deep.equal([]);
    expect(bytesInUse).to.equal(0);
  });

  it('leaves its blocks to look at until the next', async () => {
    const plugin = await make('echo');
    await plugin.call('echo', '12345');
    const { blocks, bytesInUse } = await plugin.memory();
    expect(blocks.map((block) => block.length)).to.deep.equal([5, 5]);
    expect(bytesInUse).to.equal(10);
  });

  const wrongFunctions = [
    ['faults', 'absent', 'FUNCTION_NOT_FOUND', 'Plugin error: function "absent" does not exist'],
    ['faults', 'toString', 'FUNCTION_NOT_FOUND', 'Plugin error: function "toString" does not exist'],
    ['faults', '__proto__', 'FUNCTION_NOT_FOUND', 'Plugin error: function "__proto__" does not exist'],
    ['faults', 'answer', 'NOT_A_FUNCTION', 'Plugin error: export "answer" is not a function'],
    ['faults', 'memory', 'NOT_A_FUNCTION', 'Plugin error: export "memory" is not a function'],
    ['faults', 'with_param', 'SIGNATURE', /function "with_param" takes 1 parameter/],
    ['faults', 'returns_i64', 'SIGNATURE', /function "returns_i64" must return nothing or one i32/],
    ['faults', 'returns_two', 'SIGNATURE', /function "returns_two" must return nothing or one i32/],
    ['faults', 7, 'INVALID_INPUT', /a function's name must be a string, got a number/],
    ['faults', undefined, 'INVALID_INPUT', /got undefined/],
    ['faults', Symbol('s'), 'INVALID_INPUT', /got a symbol/],
  ];
  for (const [fixture, name, code, message] of wrongFunctions) {
    it(`of ${String(name)} fails`, async () => {
      const plugin = await make(fixture);
      await expectError(plugin.call(name), code, message);
      await expectError(plugin.call(name), code, message);
      expect(await plugin.call('no_result')).to.equal(null);
    });
  }

  const failures = [
    ['faults', 'trap', 'TRAP', /^Plugin error: function "trap" trapped: .*unreachable/],
    ['faults', 'div_zero', 'TRAP', /^Plugin error: function "div_zero" trapped: .*(zero|0)/],
    ['faults', 'oob', 'TRAP', /^Plugin error: function "oob" trapped: .*out of bounds/],
    ['faults', 'recurse', 'STACK_OVERFLOW', /^Plugin error: function "recurse" ran out of stack/],
    ['faults', 'bad_error', 'BAD_HANDLE', /error_set was given the handle 0x7ffffffffffffff0, which is not a live block/],
    ['faults', 'returns_7', 'EXIT_CODE', 'Plugin error: function "returns_7" returned the non-zero exit code 7'],
    ['faults', 'error_then_ok', 'PLUGIN_ERROR', 'Plugin-originated error: bad'],
    ['faults', 'error_then_trap', 'PLUGIN_ERROR', 'Plugin-originated error: bad'],
    ['fail', 'fail', 'PLUGIN_ERROR', 'Plugin-originated error: the plug-in says no: input'],
    ['fail', 'fail_code', 'EXIT_CODE', 'Plugin error: function "fail_code" returned the non-zero exit code 9'],
    ['fail', 'panics', 'TRAP', /function "panics" trapped/],
  ];
  for (const [fixture, name, code, message] of failures) {
    it(`${fixture}.${name} ends in ${code}, and the next call works`, async () => {
      const plugin = await make(fixture);
      const [good, expected] = fixture === 'fail' ? ['ok', 'ok'] : ['no_result', undefined];
      for (let round = 0; round < 3; round += 1) {
        await expectError(plugin.call(name, 'input'), code, message);
        expect(plugin.isActive()).to.equal(false);
        expect((await plugin.call(good))?.text()).to.equal(expected);
      }
      await expectError(callSync(plugin, name, 'input'), code, message);
      expect((await callSync(plugin, good))?.text()).to.equal(expected);
    });
  }

  it('carries the exit code, and the trap as the cause', async () => {
    const plugin = await make('faults');
    expect((await rejection(plugin.call('returns_7'))).exitCode).to.equal(7);
    expect((await rejection(plugin.call('trap'))).cause).to.be.instanceOf(WebAssembly.RuntimeError);
    expect((await rejection(plugin.call('error_then_trap'))).cause).to.be.instanceOf(WebAssembly.RuntimeError);
    expect((await rejection((await make('fail')).call('fail', 'x'))).exitCode).to.equal(1);
  });

  it('may clear its error', async () => {
    expect(await (await make('faults')).call('error_cleared')).to.equal(null);
  });

  it('that trapped often does not wear the guest down', async () => {
    const plugin = await make('fail');
    for (let round = 0; round < 200; round += 1) await rejection(plugin.call('panics'));
    expect((await plugin.call('ok')).text()).to.equal('ok');
  });

  it('while one runs is refused, and harms neither', async () => {
    const seen = [];
    const refused = () => expectError(plugin.call('logs', 'inner'), 'REENTRANT', 'plugin is not reentrant');
    const logger = { ...recorder(), info: () => seen.push(plugin.isActive(), refused(), plugin.reset()) };
    const plugin = await make('logs', { logger, logLevel: 'info' });
    expect(plugin.isActive()).to.equal(false);
    await plugin.call('logs', 'outer');
    const [active, inner, reset] = seen;
    expect(active).to.equal(true);
    await inner;
    expect(await reset).to.equal(false);
    expect(plugin.isActive()).to.equal(false);
    expect((await plugin.call('level')).text()).to.equal('2');
  });

  it('after close is refused', async () => {
    const plugin = await make('echo');
    await plugin.close();
    await plugin.close();
    await expectError(plugin.call('echo', 'x'), 'CLOSED', 'plugin is closed');
    expect(() => plugin.callSync('echo', 'x')).to.throw(inWorker ? 'cannot be waited for with callSync' : 'plugin is closed');
    await expectError(plugin.functionExists('echo'), 'CLOSED', 'plugin is closed');
    await expectError(plugin.reset(), 'CLOSED', 'plugin is closed');
    await expectError(plugin.memory(), 'CLOSED', 'plugin is closed');
    if (inWorker) await expectError(plugin.getInstance(), 'UNSUPPORTED', inTheWorker);
    else await expectError(plugin.getInstance(), 'CLOSED', 'plugin is closed');
    expect(plugin.isActive()).to.equal(false);
  });

  it(`during which the plug-in is closed ${inWorker ? 'ends with it' : 'comes to its end'}`, async () => {
    const logger = { ...recorder(), info: () => void plugin.close() };
    const plugin = await make('logs', { logger, logLevel: 'info' });
    const call = plugin.call('logs', 'last');
    if (inWorker) await expectError(call, 'CLOSED', 'plugin is closed');
    else expect(await call).to.not.equal(undefined);
    await expectError(plugin.call('logs', 'x'), 'CLOSED', 'plugin is closed');
  });
});

describe('a plug-in', () => {
  it('knows its functions', async () => {
    const plugin = await make('faults');
    expect(await plugin.functionExists('trap')).to.equal(true);
    expect(await plugin.functionExists('answer')).to.equal(false);
    expect(await plugin.functionExists('absent')).to.equal(false);
    expect(await plugin.functionExists('toString')).to.equal(false);
    expect((await plugin.getExports()).some(({ name, kind }) => name === 'trap' && kind === 'function')).to.equal(true);
    expect((await plugin.getImports()).every(({ module }) => module === 'extism:host/env')).to.equal(true);
    if (inWorker) await expectError(plugin.getInstance(), 'UNSUPPORTED', inTheWorker);
    else expect((await plugin.getInstance()).exports.answer.value).to.equal(42);
  });

  it('is disposed of by `await using`', async () => {
    const plugin = await make('echo');
    if (Symbol.asyncDispose) await plugin[Symbol.asyncDispose]();
    else await plugin.close();
    await expectError(plugin.call('echo'), 'CLOSED', 'plugin is closed');
  });
});
