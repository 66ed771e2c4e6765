import { expect } from 'chai';
import { engine, fixtureBytes } from '../../support/fixtures.js';
import { expectError, make, recorder } from '../../support/plugin.js';
import { wasiGuest } from './guest.js';

/** A module whose start function calls `sched_yield`. */
const callsAtStart = () => {
  const text = (string) => [string.length, ...new TextEncoder().encode(string)];
  const section = (id, content) => [id, content.length, ...content];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 0, 1, 0x7f, 0x60, 0, 0]),
    ...section(2, [1, ...text('wasi_snapshot_preview1'), ...text('sched_yield'), 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 1]),
    ...section(7, [1, ...text('memory'), 2, 0]),
    ...section(8, [1]),
    ...section(10, [1, 5, 0, 0x10, 0, 0x1a, 0x0b]),
  ]);
};

describe('WASI', () => {
  it('is off unless asked for', async () => {
    for (const options of [undefined, { useWasi: false }]) {
      await expectError(make('missing_wasi', options), 'LINK', /WASI is not enabled; see the "useWasi" plugin option/);
    }
    await make('missing_wasi', { useWasi: true });
  });

  it('has clocks that advance', async () => {
    const guest = await wasiGuest();
    const before = Date.now();
    const { realtime, monotonic } = await guest.outcome('clocks');
    const milliseconds = Number(BigInt(realtime) / 1_000_000n);
    expect(milliseconds).to.be.within(before - 2, Date.now() + 2);
    expect(BigInt(monotonic[1]) >= BigInt(monotonic[0])).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const later = await guest.outcome('clocks');
    expect(Number((BigInt(later.realtime) - BigInt(realtime)) / 1_000_000n)).to.be.within(15, 5000);
    expect(Number((BigInt(later.monotonic[0]) - BigInt(monotonic[1])) / 1_000_000n)).to.be.within(15, 5000);
  });

  it('has random numbers', async () => {
    const guest = await wasiGuest();
    const bytes = async (count) => (await guest.plugin.call('random_bytes', String(count))).bytes();
    expect(await bytes(16)).to.not.deep.equal(await bytes(16));
    const many = await bytes(200_000);
    // The last of three parts, too: with this many bytes each value is there.
    for (const part of [many.subarray(0, 65536), many.subarray(65536, 131072), many.subarray(131072)]) {
      expect(new Set(part).size).to.equal(256);
    }
  });

  it('shows no arguments and no environment', async () => {
    expect(await (await wasiGuest()).json('args_env')).to.deep.equal({ args: [], env: {} });
  });

  it('has an empty standard input', async () => {
    expect(await (await wasiGuest()).outcome('read_stdin')).to.equal('');
  });

  it('sleeps', async () => {
    const guest = await wasiGuest();
    const begin = performance.now();
    expect(Number((await guest.plugin.call('sleep_ms', '30')).text())).to.be.within(25, 5000);
    expect(performance.now() - begin).to.be.greaterThan(25);
  });

  it('lets a plug-in end with 0, which keeps its output', async () => {
    const guest = await wasiGuest();
    expect((await guest.plugin.call('exit_with', '0')).text()).to.equal('before');
    expect((await guest.plugin.call('exit_with', '0')).text()).to.equal('before');
    expect(await guest.outcome('read_stdin')).to.equal('');
  });

  for (const code of [1, 3, 255]) {
    it(`makes an error of the end with ${code}, and the next call works`, async () => {
      const logger = recorder();
      const guest = await wasiGuest({ logger, enableWasiOutput: true });
      const error = await expectError(guest.plugin.call('exit_with', String(code)), 'EXIT_CODE', new RegExp(`exited with code ${code}$`));
      expect(error.exitCode).to.equal(code);
      await guest.print({ stdout: ['again'] });
      expect(logger.lines).to.deep.equal([['info', 'again']]);
    });
  }

  it('says so when a start function uses it', async () => {
    const error = await make(callsAtStart(), { useWasi: true }).catch((caught) => caught);
    expect(error).to.be.instanceOf(Error);
    expect(`${error.message} ${error.cause?.message}`).to.contain('WASI function "sched_yield" was called before the module was instantiated');
  });

  it('runs a reactor of the C library', async () => {
    const logger = recorder();
    const plugin = await make('count_vowels_c', { useWasi: true, enableWasiOutput: true, logger, allowedPaths: engine === 'node' ? {} : { '/data': { 'a.txt': 'A' } } });
    expect((await plugin.call('constructed')).text()).to.equal('constructed');
    expect((await plugin.call('count_vowels', 'hello')).json().count).to.equal(2);
    await plugin.call('print', 'x');
    expect(logger.lines).to.deep.equal([['info', 'stdout: x'], ['error', 'stderr: x']]);
  });

  it('gets each line of a C library as it ends, as a terminal does', async () => {
    const logger = recorder();
    const plugin = await make('count_vowels_c', { useWasi: true, enableWasiOutput: true, logger });
    await plugin.call('print_lines');
    expect(logger.lines).to.deep.equal([['info', 'one'], ['info', 'two'], ['info', 'three']]);
  });

  it('gives linked modules a context each', async () => {
    const data = await fixtureBytes('missing_wasi');
    const plugin = await make({ wasm: [{ name: 'side', data }, { name: 'main', data }] }, { useWasi: true });
    await plugin.call('run');
  });
});
