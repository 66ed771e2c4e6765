// Workers that neither share memory with the page nor can be suspended: plug-ins that call the page are refused.
import { expect } from 'chai';
import { compile } from 'extism-web';
import { fixtureBytes, workersCanCallPage } from '../../support/fixtures.js';
import { expectError, expectNoFunctions, make, recorder } from '../../support/plugin.js';
import { host, ways } from '../functions/host.js';

const options = { runInWorker: true };

if (!workersCanCallPage) {
  describe('a plug-in with host functions, where its worker cannot wait for the page', () => {
    for (const [way, wrap] of Object.entries(ways)) {
      it(`is refused, with what would help (results given ${way})`, async () => {
        const i32 = wrap((_, n) => n);
        for (const [fixture, functions] of [['host_fns', host({ i32 })], ['host_two', { host: { i32 }, other: { i32 } }], ['host_start', { host: { i32 } }]]) {
          await expectNoFunctions(make(fixture, { ...options, functions }));
        }
      });
    }

    it('is refused as a WebAssembly.Module, and when it was compiled before', async () => {
      const module = await WebAssembly.compile(await fixtureBytes('host_fns'));
      await expectNoFunctions(make(module, { ...options, functions: host() }));
      const compiled = await compile(await fixtureBytes('host_fns'), { functions: host() });
      await expectNoFunctions(compiled.instantiate({ ...options, functions: host() }));
    });

    it('that are missing says so', () =>
      expectError(make('host_fns', options), 'LINK', /^from module "main": cannot resolve import "host" "i32"/));

    it('that it does not import is made', async () => {
      const plugin = await make('echo', { ...options, functions: host({ more: async () => 1 }) });
      expect((await plugin.call('echo', 'x')).text()).to.equal('x');
    });

    it('runs on this thread', async () => {
      const plugin = await make('host_fns', { runInWorker: false, functions: host({ i32: (_, n) => n + 1 }) });
      expect((await plugin.call('i32', new Uint8Array(8))).getInt32(0, true)).to.equal(1);
    });

    it('may be one that keeps vars, reads its config and logs', async () => {
      const logger = recorder();
      const plugin = await make('greet_as', { ...options, config: { greeting: 'Ahoi' }, logger, logLevel: 'info' });
      expect((await plugin.call('greet', 'Bo')).text()).to.equal('Ahoi, Bo! (1)');
      expect((await plugin.call('greet', 'Bo')).text()).to.equal('Ahoi, Bo! (2)');
      expect(logger.lines).to.deep.equal([['info', 'greeting Bo'], ['info', 'greeting Bo']]);
    });
  });
}
