// What a plug-in that fails wrote to standard error.
import { expect } from 'chai';
import { expectError, recorder } from '../../support/plugin.js';
import { wasiGuest } from './guest.js';

describe('standard error of a plug-in that fails', () => {
  it('is in the error, where it goes to nobody', async () => {
    const guest = await wasiGuest();
    const error = await expectError(guest.plugin.call('panics', 'the cat\nis out'), 'TRAP', /function "panics" trapped: .*unreachable/);
    expect(error.message).to.match(/\nstderr: (.|\n)*panicked at .*process\.rs/).and.to.match(/the cat\nis out/);
    expect(error.cause).to.be.instanceOf(WebAssembly.RuntimeError);
  });

  it('is that of the call alone', async () => {
    const guest = await wasiGuest();
    await guest.print({ stderr: ['of the call before'] });
    const first = await expectError(guest.plugin.call('panics', 'first'), 'TRAP', /first/);
    const second = await expectError(guest.plugin.call('panics', 'second'), 'TRAP', /second/);
    expect(first.message).to.not.contain('before');
    expect(second.message).to.not.contain('first');
  });

  it('is its end, from the beginning of a line', async () => {
    const guest = await wasiGuest();
    const line = 'x'.repeat(99);
    const text = Array.from({ length: 1000 }, (_, number) => `${number}${line}`).join('\n');
    const { message } = await expectError(guest.plugin.call('panics', `${text}\nthe end`), 'TRAP', /the end/);
    expect(message).to.match(/\nstderr: …\d+x{99}\n/).and.to.contain(`999${line}`).and.not.contain(`\n900${line}`);
    expect(message.length).to.be.below(5000);
  });

  it('is with the code of a plug-in that ends itself, if it wrote anything', async () => {
    const guest = await wasiGuest();
    const { message } = await expectError(guest.plugin.call('exit_with', '3'), 'EXIT_CODE', /exited with code 3$/);
    expect(message).to.not.contain('stderr');
    expect((await guest.plugin.call('exit_with', '0')).text()).to.equal('before');
  });

  it('goes to the logger alone where it is asked for', async () => {
    const logger = recorder();
    const guest = await wasiGuest({ logger, enableWasiOutput: true });
    const { message } = await expectError(guest.plugin.call('panics', 'to the logger'), 'TRAP', /unreachable/);
    expect(message).to.not.contain('to the logger');
    expect(logger.lines.map(([, text]) => text)).to.include('to the logger');
  });
});
