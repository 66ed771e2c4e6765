import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { fixtureBytes } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';

const set = (key, bytes) => script([['block', key], ['block', new Uint8Array(bytes)], ['var_set', ref(0), ref(1)]]);
const unset = (key) => script([['block', key], ['var_set', ref(0), 0n]]);
const lengthOf = async (plugin, key) => results(await plugin.call('run', script([['block', key], ['var_get', ref(0)], ['length', ref(1)]])))[2];

const exceeded = (requested, allowed) => `var memory limit exceeded: ${requested} bytes requested, ${allowed} allowed`;

const places = {
  options: (maxVarBytes) => make('abi', { memory: { maxVarBytes } }),
  manifest: async (maxVarBytes) => make({ wasm: [{ data: await fixtureBytes('abi') }], memory: { maxVarBytes } }),
};

for (const [place, limited] of Object.entries(places)) {
  describe(`memory.maxVarBytes in the ${place}`, () => {
    it('bounds the sum of all values', async () => {
      const plugin = await limited(100);
      await plugin.call('run', set('a', 60));
      await plugin.call('run', set('b', 40));
      await expectError(plugin.call('run', set('c', 1)), 'VAR_LIMIT', exceeded(101, 100));
      expect([await lengthOf(plugin, 'a'), await lengthOf(plugin, 'b'), await lengthOf(plugin, 'c')]).to.deep.equal([60n, 40n, 0n]);
    });

    it('counts a value that is replaced once, and one that is deleted no more', async () => {
      const plugin = await limited(100);
      for (const bytes of [100, 1, 99, 100]) await plugin.call('run', set('a', bytes));
      await expectError(plugin.call('run', set('a', 101)), 'VAR_LIMIT', exceeded(101, 100));
      expect(await lengthOf(plugin, 'a'), 'the old value stays').to.equal(100n);
      await plugin.call('run', unset('a'));
      await plugin.call('run', unset('a'));
      await plugin.call('run', set('b', 100));
      expect(await lengthOf(plugin, 'b')).to.equal(100n);
    });

    it('of 0 leaves no room, and what is not there can be asked for and deleted', async () => {
      const plugin = await limited(0);
      await expectError(plugin.call('run', set('a', 1)), 'VAR_LIMIT', exceeded(1, 0));
      await expectError(plugin.call('run', set('a', 5000)), 'VAR_LIMIT', exceeded(5000, 0));
      expect(await lengthOf(plugin, 'a')).to.equal(0n);
      await plugin.call('run', unset('a'));
    });

    it('above the default is allowed', async () => {
      const plugin = await limited(3 << 20);
      await plugin.call('run', set('a', 3 << 20));
      await expectError(plugin.call('run', set('b', 1)), 'VAR_LIMIT', exceeded((3 << 20) + 1, 3 << 20));
    });

    it('of any size is taken', async () => {
      const plugin = await limited(Number.MAX_SAFE_INTEGER);
      await plugin.call('run', set('a', 2 << 20));
      expect(await lengthOf(plugin, 'a')).to.equal(BigInt(2 << 20));
    });

    it('holds for values that a trap left behind', async () => {
      const plugin = await limited(10);
      const lines = [['block', 'a'], ['block', new Uint8Array(10)], ['var_set', ref(0), ref(1)], ['block', 'b'], ['block', 'x'], ['var_set', ref(3), ref(4)]];
      await expectError(plugin.call('run', script(lines)), 'VAR_LIMIT', exceeded(11, 10));
      await expectError(plugin.call('run', set('b', 1)), 'VAR_LIMIT', exceeded(11, 10));
      expect(await lengthOf(plugin, 'a')).to.equal(10n);
    });
  });
}
