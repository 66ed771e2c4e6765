// What plug-ins may do with blocks that the host, or they themselves, have freed.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { engine, inWorker } from '../../support/fixtures.js';
import { expectError, make, recorder } from '../../support/plugin.js';

const greeting = { greeting: 'Howdy' };

const number = (value) => new Uint8Array(new BigUint64Array([BigInt(value)]).buffer);
const toNumber = (output) => Number(output.getBigUint64(0, true));

describe('a plug-in that frees what the host has freed', () => {
  const text = async (plugin, name) => (await plugin.call(name))?.text();

  it('gets the config value', async () => {
    expect(await text(await make('frees', { config: greeting }), 'config')).to.equal('Howdy');
  });

  it('gets the variable', async () => {
    const plugin = await make('frees');
    await plugin.call('store');
    expect(await text(plugin, 'var')).to.equal('greeting');
  });

  it('keeps what it allocated after a log', async () => {
    const logger = recorder();
    expect(await text(await make('frees', { logger, logLevel: 'info' }), 'log')).to.equal('greeting');
    expect(logger.lines).to.deep.equal([['info', 'greeting']]);
  });

  it('loses none of 6,000 config values', async () => {
    const plugin = await make('frees', { config: greeting });
    expect(toNumber(await plugin.call('config_often', number(6000)))).to.equal(6000);
  });

  it('may output a block that it freed', async () => {
    expect(await text(await make('frees', { config: greeting }), 'config_freed')).to.equal('Howdy');
  });
});

describe('var_set', () => {
  for (const [name, what] of [
    ['store_same', 'one block as key and value'],
    ['store_used', 'blocks that were logged or freed before'],
  ]) {
    it(`takes ${what}`, async () => {
      const plugin = await make('frees');
      await plugin.call(name);
      expect((await plugin.call('var')).text()).to.equal('greeting');
    });
  }

  it('reads a value that is handed out again once the key is freed', async () => {
    expect((await (await make('frees')).call('store_oldest')).text()).to.equal('greeting');
  });
});

// 1 KiB each: what rests is passed on some hundreds of times even in the shorter run, where each import is a message or two.
const ROUNDS = engine === 'node' && !inWorker ? 1_000_000 : 20_000;

it(`${ROUNDS.toLocaleString('en')} config_get, var_set, var_get and logs of 1 KiB need no more memory than 2,000`, async function () {
  this.timeout(240_000);
  const config = { ['\0'.repeat(1024)]: 'v'.repeat(1024) };
  const highest = async (rounds) => toNumber(await (await make('frees', { config })).call('wear', number(rounds)));
  const few = await highest(2000);
  expect(few).to.be.below(512 * 1024);
  expect(await highest(ROUNDS)).to.equal(few);
});

describe('plugin.memory()', () => {
  it('lists no block that rests', async () => {
    const plugin = await make('abi');
    await plugin.call('run_quiet', script([['block', 'live'], ['block', 'freed'], ['free', ref(1)], ['block', 'too'], ['var_get', ref(1)]]));
    const { blocks } = await plugin.memory();
    expect(blocks.map(({ length }) => length).slice(1)).to.deep.equal([4, 3]);
  });
});

it('an error that was freed before it was set is the error', async () => {
  const plugin = await make('abi');
  const lines = [['block', 'grüße'], ['free', ref(0)], ['block', 'x'], ['error_set', ref(0)]];
  await expectError(plugin.call('run_quiet', script(lines)), 'PLUGIN_ERROR', 'Plugin-originated error: grüße');
});
