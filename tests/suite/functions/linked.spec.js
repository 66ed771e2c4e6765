import { expect } from 'chai';
import { mode } from '../../support/fixtures.js';
import { expectError, make, rejection } from '../../support/plugin.js';
import { canWait, canWaitAnywhere, sleep, ways } from './host.js';
import { forwarding, summing } from './module.js';

/** The sum that `run` returns. */
const sum = async (plugin) => (await rejection(plugin.call('run'))).exitCode;

for (const [way, wrap] of Object.entries(ways)) {
  describe(`host functions (results given ${way})`, () => {
    for (const count of [1, 31, 32, 63, 64, 127, 128, 300]) {
      it(`can be ${count}`, async () => {
        const imports = Array.from({ length: count }, (_, i) => ['host', `f${i}`, i % 3 ? 'i32' : 'i64']);
        const seen = [];
        const entries = imports.map(([, name, type], i) => [name, wrap((_, given) => {
          seen.push(given);
          return type === 'i32' ? i : BigInt(i);
        })]);
        const plugin = await make(summing(imports), { functions: { host: Object.fromEntries(entries) } });
        if (count > 1) expect(await sum(plugin)).to.equal((count * (count - 1)) / 2);
        else expect(await plugin.call('run')).to.equal(null);
        expect(seen).to.deep.equal(imports.map(([, , type]) => (type === 'i32' ? 1 : 1n)));
      });
    }

    it('can be called by every module', async () => {
      const manifest = {
        wasm: [
          { name: 'side', data: forwarding([['host', 'a']], ['c']) },
          { name: 'main', data: summing([['side', 'c', 'i32'], ['host', 'a', 'i32'], ['host', 'b', 'i64']]) },
        ],
      };
      let count = 0;
      const functions = { host: { a: wrap((_, n) => n + 10 * ++count), b: wrap(() => 400n) } };
      const plugin = await make(manifest, { functions });
      expect(await sum(plugin)).to.equal(432);
      expect(await sum(plugin)).to.equal(472);
    });

    it('can be imported under two types by two modules', async () => {
      const manifest = {
        wasm: [
          { name: 'side', data: forwarding([['host', 'both']], ['c']) },
          { name: 'main', data: summing([['side', 'c', 'i32'], ['host', 'both', 'i64']]) },
        ],
      };
      const both = wrap((_, given) => (typeof given === 'bigint' ? given + 10n : given + 100));
      expect(await sum(await make(manifest, { functions: { host: { both } } }))).to.equal(112);
    });

    it('can be imported under two types by one module', async () => {
      const manifest = {
        wasm: [{ data: summing([['host', 'both', 'i32'], ['host', 'both', 'i64']]) }],
      };
      const both = wrap((_, given) => (typeof given === 'bigint' ? given + 10n : given + 100));
      expect(await sum(await make(manifest, { functions: { host: { both } } }))).to.equal(112);
    });
  });
}

if (canWait) {
  describe('a promise of a host function', () => {
    it(`${canWaitAnywhere ? 'can' : 'cannot'} be waited for through a cycle of modules, where JavaScript stands between them`, async () => {
      const manifest = {
        wasm: [
          { name: 'side', data: forwarding([['main', 'again']], ['c']) },
          { name: 'main', data: forwarding([['host', 'a'], ['side', 'c']], ['again'], 1) },
        ],
      };
      let later = true;
      const functions = { host: { a: (_, n) => (later ? sleep(1).then(() => n + 5) : n + 5) } };
      const plugin = await make(manifest, { functions });
      if (canWaitAnywhere) expect(await sum(plugin)).to.equal(6);
      else await expectError(plugin.call('run'), 'UNSUPPORTED', /^Plugin error: function "run" cannot be suspended here: /);
      later = false;
      // Over messages a worker must be suspended for every call of the page.
      if (mode === 'messages') await expectError(plugin.call('run'), 'UNSUPPORTED', /^Plugin error: function "run" cannot be suspended here: /);
      else expect(await sum(plugin)).to.equal(6);
    });
  });
}
