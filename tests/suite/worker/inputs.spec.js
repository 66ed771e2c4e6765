import { expect } from 'chai';
import { workersCanCallPage } from '../../support/fixtures.js';
import { expectError, expectNoFunctions, make } from '../../support/plugin.js';
import { host } from '../functions/host.js';

const options = { runInWorker: true };

describe('what cannot be cloned', () => {
  it('as an input is refused', async () => {
    const plugin = await make('echo', options);
    for (const input of [() => {}, Symbol('x'), {}, true]) await expectError(plugin.call('echo', input), 'INVALID_INPUT', /^the input of a call must be/);
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
  });

  it('as a function\'s name is refused', async () => {
    const plugin = await make('echo', options);
    for (const name of [() => {}, Symbol('x'), null, undefined, 7]) await expectError(plugin.call(name, 'x'), 'INVALID_INPUT', /^a function's name must be a string, got/);
    expect((await plugin.call('echo', 'x')).text()).to.equal('x');
  });

  it('as a host context stays where it is', async () => {
    const context = { method: () => 5, symbol: Symbol('s'), self: null };
    context.self = context;
    let seen;
    const making = make('host_fns', { ...options, functions: host({ void: (ctx) => void (seen = ctx.hostContext()) }) });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const plugin = await making;
    await plugin.call('void', null, context);
    expect(seen).to.equal(context);
  });

  it('as what a host function returns for nothing is dropped', async () => {
    const making = make('host_fns', { ...options, functions: host({ void: () => ({ method: () => {} }) }) });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const plugin = await making;
    await plugin.call('void');
  });

  it('as what a host function throws arrives as it is', async () => {
    const thrown = { method: () => {} };
    const making = make('host_fns', { ...options, functions: host({ void: () => { throw thrown; } }) });
    if (!workersCanCallPage) return expectNoFunctions(making);
    const plugin = await making;
    let caught;
    await plugin.call('void').catch((error) => (caught = error));
    expect(caught).to.equal(thrown);
  });

  it('an input is not taken away from the caller', async () => {
    const plugin = await make('echo', options);
    const whole = new Uint8Array(1000).map((_, index) => index);
    const part = whole.subarray(10, 20);
    expect((await plugin.call('echo', part)).bytes()).to.deep.equal(part);
    expect(whole.length).to.equal(1000);
    expect((await plugin.call('echo', whole.buffer)).bytes()).to.deep.equal(whole);
    expect(whole.buffer.byteLength).to.equal(1000);
  });
});
