// Kernels of closed plug-ins, which later plug-ins get: a memory and an instance take long to make.
import { expect } from 'chai';
import createPlugin, { compile } from 'extism-web';
import { ref, results, script } from '../../support/abi-script.js';
import { fixtureBytes } from '../../support/fixtures.js';
import { memoriesOf } from '../../support/instances.js';
import { expectError, kept, recorder } from '../../support/plugin.js';

/** A plug-in on this thread, wherever others are: one in a worker has kernels of its own, which end with it. */
const make = async (name, options) => kept(await createPlugin(await fixtureBytes(name), options));

/** How many memories are made for a plug-in that follows one of these options, of which `use` makes use. */
async function madeAfter(options, use = async () => {}) {
  const before = await make('abi', options);
  await use(before);
  await before.close();
  return (await memoriesOf(() => make('abi'))).length;
}

/** Takes all kernels that nobody uses; no module of these plug-ins has a memory of its own. */
async function takeSpares() {
  while ((await memoriesOf(() => make('abi'))).length === 0);
}

const secret = 'nobody else may read this';

describe('the kernel of a closed plug-in', () => {
  beforeEach(takeSpares);

  it('serves the next plug-in', async () => {
    expect(await madeAfter()).to.equal(0);
  });

  it('has nothing left of the one before', async () => {
    let plugin;
    const [memory] = await memoriesOf(async () => (plugin = await make('abi')));
    await plugin.call('run', script([['block', secret], ['alloc', 5000n], ['output_set', ref(0), 8n], ['error_set', ref(0)]])).catch(() => {});
    expect(new Uint8Array(memory.buffer).some((byte) => byte !== 0)).to.equal(true);
    await plugin.close();
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).to.equal(true);

    const next = await make('abi');
    expect(await next.memory()).to.deep.equal({ blocks: [], bytesInUse: 0 });
    const loads = Array.from({ length: 40 }, (_, i) => ['load_u64', ref(0, 8 * i)]);
    const [, ...words] = results(await next.call('run', script([['alloc', 320n], ...loads])));
    expect(words).to.deep.equal(Array(40).fill(0n));
  });

  it('serves plug-ins that are open at the same time once each', async () => {
    const compiled = await compile(await fixtureBytes('abi'));
    const first = await Promise.all(Array.from({ length: 4 }, () => compiled.instantiate().then(kept)));
    await Promise.all(first.map((plugin) => plugin.close()));
    const plugins = await Promise.all(Array.from({ length: 6 }, () => compiled.instantiate().then(kept)));
    const said = await Promise.all(
      plugins.map(async (plugin, i) => results(await plugin.call('run', script([['block', `${i}`], ['load_u8', ref(0)], ['length', ref(0)]])))),
    );
    expect(said.map(([, byte, length]) => [byte, length])).to.deep.equal(plugins.map((_, i) => [BigInt(48 + i), 1n]));
  });

  it('is used again after a trap', async () => {
    const plugin = await make('faults');
    await expectError(plugin.call('trap'), 'TRAP', /unreachable/);
    await plugin.close();
    expect(await memoriesOf(() => make('abi'))).to.deep.equal([]);
  });

  it('is not used again when the plug-in was given host functions, which could keep what the guest gave them', async () => {
    expect(await madeAfter({ functions: { elsewhere: { unused() {} } } })).to.equal(1);
  });

  it('is not used again when the plug-in\'s instance was handed out', async () => {
    expect(await madeAfter(undefined, (plugin) => plugin.getInstance())).to.equal(1);
  });

  it('is not used again when it is bound by a limit', async () => {
    expect(await madeAfter({ memory: { maxPages: 65535 } })).to.equal(1);
  });

  it('is not used again when it has grown large', async () => {
    expect(await madeAfter(undefined, (plugin) => plugin.call('run', script([['alloc', 1_000_000n]])))).to.equal(1);
  });

  it('is free only when the call that closed its plug-in has ended', async () => {
    const logger = recorder();
    let during;
    let plugin;
    logger.info = async () => {
      const closing = plugin.close();
      during = make('abi');
      await closing;
    };
    plugin = await make('abi', { logger, logLevel: 'info' });
    const lines = [['block', 'a message'], ['log_info', ref(0)], ['block', secret], ['length', ref(2)], ['load_u8', ref(2)]];
    const [, , , length, byte] = results(await plugin.call('run', script(lines)));
    expect([length, byte]).to.deep.equal([BigInt(secret.length), BigInt(secret.charCodeAt(0))]);
    expect(await (await during).memory()).to.deep.equal({ blocks: [], bytesInUse: 0 });
  });
});
