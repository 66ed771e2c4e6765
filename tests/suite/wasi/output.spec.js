import { expect } from 'chai';
import { recorder, rejection } from '../../support/plugin.js';
import { wasiGuest } from './guest.js';

const methods = ['log', 'trace', 'debug', 'info', 'warn', 'error'];

/** What is written to the console while `work` runs, as `[method, text]`. */
async function consoleLines(work) {
  const lines = [];
  const originals = methods.map((method) => [method, console[method]]);
  for (const method of methods) console[method] = (...args) => void lines.push([method, ...args]);
  try {
    await work();
  } finally {
    for (const [method, original] of originals) console[method] = original;
  }
  return lines;
}

describe('WASI output', () => {
  const texts = { stdout: ['one', 'two'], stderr: ['three'], partial: 'four' };
  const lines = [['info', 'one'], ['info', 'two'], ['error', 'three'], ['info', 'four']];

  it('is dropped unless asked for', async () => {
    const logger = recorder();
    const guest = await wasiGuest({ logger, logLevel: 'trace' });
    expect(await consoleLines(() => guest.print(texts))).to.deep.equal([]);
    expect(logger.lines).to.deep.equal([]);
    const silent = await wasiGuest();
    expect(await consoleLines(() => silent.print(texts))).to.deep.equal([]);
  });

  it('goes to the logger line by line, a line without an end at the end of the call', async () => {
    const logger = recorder();
    const guest = await wasiGuest({ logger, enableWasiOutput: true });
    await guest.print(texts);
    expect(logger.lines).to.deep.equal(lines);
    await guest.print({ stdout: ['five'] });
    expect(logger.lines.slice(4)).to.deep.equal([['info', 'five']]);
  });

  it('goes to the console when there is no logger', async () => {
    const guest = await wasiGuest({ enableWasiOutput: true });
    expect(await consoleLines(() => guest.print(texts))).to.deep.equal(lines);
  });

  it('does not depend on the level of the log', async () => {
    const logger = recorder();
    await (await wasiGuest({ logger, enableWasiOutput: true, logLevel: 'silent' })).print({ stdout: ['x'] });
    expect(logger.lines).to.deep.equal([['info', 'x']]);
  });

  it('keeps characters whole, empty lines, and lines of any length', async () => {
    const logger = recorder();
    const guest = await wasiGuest({ logger, enableWasiOutput: true });
    const text = `${'grüße 🦀 '.repeat(40_000)}\r\n\n\rnot an end\r x\nlast`;
    await guest.plugin.call('print_bytes', text);
    expect(logger.lines).to.deep.equal([['info', 'grüße 🦀 '.repeat(40_000)], ['info', ''], ['info', '\rnot an end\r x'], ['info', 'last']]);
  });

  it('replaces what is no UTF-8', async () => {
    const logger = recorder();
    const guest = await wasiGuest({ logger, enableWasiOutput: true });
    await guest.plugin.call('print_bytes', new Uint8Array([0x61, 0xff, 0x62, 0x0a, 0xf0, 0x9f]));
    expect(logger.lines).to.deep.equal([['info', 'a\ufffdb'], ['info', '\ufffd']]);
  });

  it('is passed on when the plug-in traps', async () => {
    const logger = recorder();
    const guest = await wasiGuest({ logger, enableWasiOutput: true });
    await rejection(guest.plugin.call('panics', 'grund'));
    const text = logger.lines.map(([level, line]) => `${level} ${line}`).join('\n');
    expect(text).to.match(/^error .*panicked at/m).and.to.match(/^error grund$/m);
    logger.lines.length = 0;
    await guest.print({ stdout: ['next'] });
    expect(logger.lines).to.deep.equal([['info', 'next']]);
  });

  it('ends the call with what the logger throws', async () => {
    const thrown = new Error('disk full');
    const logger = { ...recorder(), info: () => { throw thrown; } };
    const guest = await wasiGuest({ logger, enableWasiOutput: true });
    const error = await rejection(guest.print({ stdout: ['x'] }));
    expect([error, error.cause]).to.include(thrown);
    await guest.print({ stderr: ['fine'] });
    expect(logger.lines).to.deep.equal([['error', 'fine']]);
  });
});
