// Vars in large numbers and with long names, and what the application sees of them.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { canCallPage } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';

const numbers = (...values) => new Uint8Array(new BigUint64Array(values.map(BigInt)).buffer);

/** `many_vars`, and the names that the application saw when the plug-in last had it look. */
async function many(options) {
  const seen = { names: [] };
  const functions = { 'extism:host/user': { look: (context) => void (seen.names = context.getVariableNames()) } };
  return { plugin: await make('many_vars', { functions, ...options }), seen };
}

if (canCallPage) {
  describe('vars', function () {
    this.timeout(60_000);

    it('that a plug-in has set are seen by the application: few, many, those of a call that failed', async () => {
      const { plugin, seen } = await many();
      for (const [name, first, count, all] of [['set', 0, 3, 3], ['set', 100, 50_000, 50_003], ['set_and_fail', 1e6, 5, 50_008], ['set', 50, 20, 50_028]]) {
        await plugin.call(name, numbers(first, count)).catch((error) => expect(error.code).to.equal('EXIT_CODE'));
        await plugin.call('look');
        expect(seen.names, `${name} ${count}`).to.have.lengthOf(all);
        expect(new Set(seen.names).size).to.equal(all);
        await plugin.call('check', numbers(first, count));
      }
    });

    it('are so many as the limit has room for at 16 bytes each, and 1024', async () => {
      const { plugin, seen } = await many({ memory: { maxVarBytes: 16_000 } });
      await plugin.call('set', numbers(0, 2025));
      await expectError(plugin.call('set', numbers(2025, 1)), 'VAR_LIMIT', 'var memory limit exceeded: 16016 bytes requested, 16000 allowed');
      await plugin.call('set', numbers(0, 2025));
      await plugin.call('check', numbers(0, 2025));
      await plugin.call('look');
      expect(seen.names).to.have.lengthOf(2025);
    });

    it('are as many as one likes where there is no limit', async () => {
      const { plugin } = await many({ memory: { maxVarBytes: Infinity } });
      await plugin.call('set', numbers(0, 100_000));
      await plugin.call('check', numbers(0, 100_000));
    });
  });
}

describe('the name of a var', () => {
  const set = (length) => script([['alloc', BigInt(length)], ['block', 'value'], ['var_set', ref(0), ref(1)]]);

  it('counts from its 257th byte on', async () => {
    const plugin = await make('abi', { memory: { maxVarBytes: 10 } });
    await plugin.call('run', set(256));
    await plugin.call('run', set(256 + 5)).then(() => expect.fail('there is no room for that'), ({ code }) => expect(code).to.equal('VAR_LIMIT'));
    await plugin.call('run', script([['alloc', 256n], ['var_set', ref(0), 0n]]));
    await plugin.call('run', set(256 + 5));
    await plugin.call('run', set(256 + 5));
    await expectError(plugin.call('run', script([['block', 'a'], ['var_set', ref(0), ref(0)]])), 'VAR_LIMIT', 'var memory limit exceeded: 11 bytes requested, 10 allowed');
  });

  it('may have up to 16 MiB where there is no limit', async () => {
    const plugin = await make('abi', { memory: { maxVarBytes: Infinity } });
    const longest = 16 << 20;
    await plugin.call('run', set(longest));
    for (const length of [longest, longest + 1]) await plugin.call('run', script([['alloc', BigInt(length)], ['var_get', ref(0)], ['length', ref(1)]])).then((output) => expect(results(output)[2]).to.equal(length === longest ? 5n : 0n));
    await expectError(plugin.call('run', set(longest + 1)), 'VAR_LIMIT', 'the name of a var is longer than 16 MiB');
  });
});
