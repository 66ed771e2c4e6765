import { expect } from 'chai';
import { canCallPage, isolated } from '../../support/fixtures.js';
import { expectError, expectNoFunctions, make } from '../../support/plugin.js';
import { sleep } from '../functions/host.js';

const SEEDS = 300;

/** Does with a handle whatever a host function may do; what the host refuses is refused by an error of its own. */
function look(context, handle, counts) {
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {
      expect(error.name, String(error)).to.equal('PluginError');
      counts.refused += 1;
      return 0n;
    }
  };
  const length = attempt(() => context.length(handle));
  const bytes = attempt(() => context.read(handle));
  if (bytes) expect(BigInt(bytes.byteLength)).to.equal(length);
  attempt(() => context.free(handle));
  const stored = attempt(() => context.store('some text'));
  if (stored) expect(context.read(stored)?.text()).to.equal('some text');
  attempt(() => context.free(stored));
  return attempt(() => context.alloc(40));
}

/** What a call of a hostile plug-in may end in. */
const endings = ['PLUGIN_ERROR', 'BAD_HANDLE', 'MEMORY_LIMIT'];

describe('a hostile plug-in', () => {
  it('does not get through to the page, whatever it writes into kernel memory', async () => {
    const counts = { looked: 0, refused: 0, ended: 0 };
    const functions = {
      host: {
        look(context, handle) {
          counts.looked += 1;
          return look(context, handle, counts);
        },
      },
    };
    const making = make('hostile', { functions, memory: { maxPages: 4 } });
    if (!canCallPage) return expectNoFunctions(making);
    const plugin = await making;
    for (let seed = 0; seed < SEEDS; seed++) {
      const call = plugin.call('attack', seed);
      const ending = await call.then(() => 'OUTPUT', (error) => error.code);
      expect(['OUTPUT', ...endings]).to.include(ending);
      counts.ended += 1;
      const { blocks } = await plugin.memory();
      for (const { offset, length } of blocks) expect(offset + length).to.be.at.most(4 * 65536);
      expect((await plugin.call('fine', seed)).text()).to.equal(String(seed));
    }
    expect(counts.ended).to.equal(SEEDS);
    expect(counts.looked).to.equal(10 * SEEDS);
  }).timeout(60_000);

  if (isolated) {
    it('may write while the page looks', async () => {
      const plugin = await make('hostile', { runInWorker: true, functions: { host: { look: () => 0n } }, memory: { maxPages: 4 } });
      for (let seed = 0; seed < 5; seed++) {
        const controller = new AbortController();
        const call = plugin.call('attack_forever', seed, null, { signal: controller.signal });
        for (let round = 0; round < 50; round++) {
          const { blocks } = await plugin.memory();
          let end = 0;
          for (const { offset } of blocks) {
            expect(offset).to.be.above(end);
            end = offset;
          }
          if (round % 10 === 0) await sleep(1);
        }
        controller.abort();
        await expectError(call, 'ABORTED', /abort/);
        expect((await plugin.call('fine', seed)).text()).to.equal(String(seed));
      }
    });
  }
});
