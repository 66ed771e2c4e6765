import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { fixtureBytes } from '../../support/fixtures.js';

/** The parameters and the result of every call; an i32 is written as 32. */
const signatures = {
  alloc: [[64], 64],
  free: [[64]],
  length: [[64], 64],
  length_unsafe: [[64], 64],
  load_u8: [[64], 32],
  load_u64: [[64], 64],
  store_u8: [[64, 32]],
  store_u64: [[64, 64]],
  input_offset: [[], 64],
  input_length: [[], 64],
  input_load_u8: [[64], 32],
  input_load_u64: [[64], 64],
  output_set: [[64, 64]],
  error_set: [[64]],
  error_get: [[], 64],
  config_get: [[64], 64],
  var_get: [[64], 64],
  var_set: [[64, 64]],
  log_trace: [[64]],
  log_debug: [[64]],
  log_info: [[64]],
  log_warn: [[64]],
  log_error: [[64]],
  get_log_level: [[], 32],
  http_request: [[64, 64], 64],
  http_status_code: [[], 32],
  http_headers: [[], 64],
};

/** A host that answers every call with a number of its own and writes down what it was asked. */
class RecordingHost {
  calls = [];

  constructor(input) {
    const view = new DataView(input.buffer);
    const names = Object.keys(signatures);
    const answer = (name, ...args) => {
      this.calls.push([name, ...args]);
      const [, result] = signatures[name];
      if (result === 64) return this.resultOf(name);
      if (result === 32) return Number(this.resultOf(name));
    };
    this.env = Object.fromEntries(names.map((name) => [name, (...args) => answer(name, ...args)]));
    // The script itself comes through these, so they are real and not written down.
    this.env.input_length = () => BigInt(input.length);
    this.env.input_load_u8 = (at) => view.getUint8(Number(at));
    this.env.input_load_u64 = (at) => view.getBigUint64(Number(at), true);
  }

  resultOf(name) {
    return BigInt(1000 + Object.keys(signatures).indexOf(name));
  }
}

async function start(plugin, lines) {
  const host = new RecordingHost(script(lines));
  const { instance } = await WebAssembly.instantiate(await fixtureBytes(plugin), { 'extism:host/env': host.env });
  return { host, exports: instance.exports };
}

describe('abi scripts', () => {
  it('make every call, with its arguments', async () => {
    const scripted = Object.keys(signatures).filter((name) => !name.startsWith('input_l'));
    const lines = scripted.map((name, i) => [name, ...signatures[name][0].map((_, k) => 10 * i + k)]);
    const { host, exports } = await start('abi_http', lines);
    expect(exports.run_quiet()).to.equal(0);
    const expected = scripted.map((name, i) => [
      name,
      ...signatures[name][0].map((bits, k) => (bits === 64 ? BigInt(10 * i + k) : 10 * i + k)),
    ]);
    expect(host.calls).to.deep.equal(expected);
  });

  it('give every result, and set them as the output', async () => {
    const scripted = Object.keys(signatures).filter((name) => !name.startsWith('http'));
    const lines = scripted.map((name) => [name, 0]);
    const { host, exports } = await start('abi', lines);
    expect(exports.run()).to.equal(0);

    const [first, ...rest] = host.calls;
    expect(first).to.deep.equal(['alloc', BigInt(8 * lines.length)]);
    const out = host.resultOf('alloc');
    const written = rest.slice(-lines.length - 1, -1);
    written.forEach(([name, at], i) => expect([name, at]).to.deep.equal(['store_u64', out + BigInt(8 * i)]));
    expect(rest.at(-1)).to.deep.equal(['output_set', out, BigInt(8 * lines.length)]);

    const values = Object.fromEntries(scripted.map((name, i) => [name, written[i][2]]));
    const input = script(lines);
    expect(values).to.deep.equal({
      ...Object.fromEntries(scripted.map((name) => [name, signatures[name][1] ? host.resultOf(name) : 0n])),
      input_length: BigInt(input.length),
      input_load_u8: BigInt(input[0]),
      input_load_u64: BigInt(lines.length),
    });
  });

  it('pass any 64 bits, and refer to earlier results', async () => {
    const { host, exports } = await start('abi', [
      ['alloc', 2n ** 64n - 1n],
      ['alloc', -1n],
      ['free', ref(0)],
      ['store_u64', ref(1, -8), ref(0, 2 ** 31 - 1)],
      ['store_u8', ref(0, 3), 0xffffffffn],
      ['length', 2n ** 63n],
    ]);
    exports.run_quiet();
    const handle = host.resultOf('alloc');
    expect(host.calls).to.deep.equal([
      ['alloc', -1n],
      ['alloc', -1n],
      ['free', handle],
      ['store_u64', handle - 8n, handle + 2n ** 31n - 1n],
      ['store_u8', handle + 3n, -1],
      ['length', -(2n ** 63n)],
    ]);
  });

  it('store texts and bytes in new blocks', async () => {
    const { host, exports } = await start('abi', [
      ['block', 'é'],
      ['block', ''],
      ['block', Uint8Array.of(7)],
    ]);
    exports.run_quiet();
    const handle = host.resultOf('alloc');
    expect(host.calls).to.deep.equal([
      ['alloc', 2n],
      ['store_u8', handle, 0xc3],
      ['store_u8', handle + 1n, 0xa9],
      ['alloc', 0n],
      ['alloc', 1n],
      ['store_u8', handle, 7],
    ]);
  });

  it('choose the code that is returned, for one call', async () => {
    const { exports } = await start('abi', [['exit', 3n]]);
    expect(exports.run()).to.equal(3);
    expect(exports.run_quiet()).to.equal(3);
    const { exports: others } = await start('abi', [['exit', 3n], ['exit', 0n]]);
    expect(others.run()).to.equal(0);
  });

  it('may be longer than the first page of memory', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => ['length', BigInt(i)]);
    const { host, exports } = await start('abi', lines);
    exports.run();
    expect(host.calls.filter(([name]) => name === 'length').map(([, at]) => at)).to.deep.equal(lines.map(([, at]) => at));
    expect(host.calls.filter(([name]) => name === 'store_u64')).to.have.length(5000);
  });

  it('trap on what is no script', async () => {
    for (const bytes of [Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), script([['alloc', 1n]]).fill(47, 8, 9)]) {
      const host = new RecordingHost(bytes);
      const { instance } = await WebAssembly.instantiate(await fixtureBytes('abi'), { 'extism:host/env': host.env });
      expect(() => instance.exports.run_quiet()).to.throw(WebAssembly.RuntimeError);
      expect(host.calls).to.deep.equal([]);
    }
    expect(() => script([['nonsense']])).to.throw('unknown operation nonsense');
    expect(() => script([['free', ref(0)]])).to.throw('record 0 refers to record 0');
  });

  it('have results at any place in a buffer', () => {
    const bytes = Uint8Array.of(9, 9, 9, 1, 0, 0, 0, 0, 0, 0, 0x80, 2, 0, 0, 0, 0, 0, 0, 0, 9).subarray(3, 19);
    expect(results(bytes)).to.deep.equal([0x8000000000000001n, 2n]);
  });
});
