// What plug-ins may do with blocks that the host, or they themselves, have freed.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { engine, inWorker } from '../../support/fixtures.js';
import { expectError, make, recorder } from '../../support/plugin.js';
import { random } from '../../support/random.js';

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

/** A script of imports and frees in any order, and what a host must answer that never hands out a freed block. */
function anyOrder(pick, config, vars) {
  const lines = [];
  const expected = [];
  const blocks = [];
  const logged = [];
  const line = (operation, ...args) => {
    lines.push([operation, ...args]);
    expected.push(undefined);
    return lines.length - 1;
  };
  const add = (at, content) => (blocks.push({ at, content, live: true }), blocks.at(-1));
  const block = (content) => add(line('block', content), content);
  const any = () => blocks[pick(blocks.length)];
  const free = (chosen) => {
    line('free', ref(chosen.at));
    chosen.live = false;
  };
  const take = (...chosen) => {
    if (pick(3) === 0) free(chosen[pick(chosen.length)]);
    return () => {
      for (const one of chosen) one.live = false;
      if (pick(2) === 0) free(chosen[pick(chosen.length)]);
    };
  };
  const got = (at, content) => {
    if (content === undefined) expected[at] = 0n;
    else add(at, content);
  };
  const names = ['a', 'greeting', 'x'.repeat(40), 'y'.repeat(700)];
  for (const name of names) block(name);
  for (let step = 0; step < 150; step++) {
    const [one, other] = [any(), any()];
    const kind = pick(7);
    if (kind === 0) block(names[pick(names.length)]);
    else if (kind === 1) free(one);
    else if (kind === 2) {
      const after = take(one);
      got(line('config_get', ref(one.at)), config[one.content]);
      after();
    } else if (kind === 3) {
      const after = take(one);
      got(line('var_get', ref(one.at)), vars.get(one.content));
      after();
    } else if (kind === 4) {
      const after = take(one, other);
      line('var_set', ref(one.at), ref(other.at));
      vars.set(one.content, other.content);
      after();
    } else if (kind === 5) {
      const after = take(one);
      line('log_info', ref(one.at));
      logged.push(['info', one.content]);
      after();
    } else expected[line('length', ref(one.at))] = one.live ? BigInt(one.content.length) : 0n;
  }
  for (const { at, content, live } of blocks) {
    expected[line('length', ref(at))] = live ? BigInt(content.length) : 0n;
    for (const off of [0, content.length - 1]) expected[line('load_u8', ref(at, off))] = BigInt(content.charCodeAt(off));
  }
  return { lines, expected, logged, handles: blocks.map(({ at }) => at) };
}

describe('imports and frees in any order', () => {
  for (let seed = 0; seed < 20; seed++) {
    it(`are as if no freed block were handed out again (${seed})`, async () => {
      const pick = random(seed);
      const config = { a: 'value of a', greeting: 'Howdy' };
      const logger = recorder();
      const plugin = await make('abi', { config, logger, logLevel: 'info' });
      const vars = new Map();
      for (let call = 0; call < 3; call++) {
        logger.lines.length = 0;
        const { lines, expected, logged, handles } = anyOrder(pick, config, vars);
        const found = results(await plugin.call('run', script(lines)));
        for (const [index, value] of expected.entries()) {
          if (value !== undefined) expect(found[index], `line ${index}, ${lines[index][0]}`).to.equal(value);
        }
        const given = handles.map((at) => found[at]);
        expect(given).to.not.include(0n);
        expect(new Set(given).size, 'each block has a place of its own').to.equal(given.length);
        expect(logger.lines).to.deep.equal(logged);
      }
    });
  }
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
