import { expect } from 'chai';
import createPlugin, { createPool } from 'extism-web';
import { engine, fixtureBytes } from '../../support/fixtures.js';
import { expectError } from '../../support/plugin.js';

// Where a worker's script is fetched, it is started while its plug-in is on its way.
if (engine !== 'node') {
  describe('a worker that is started beside its plug-in', () => {
    const Real = globalThis.Worker;
    /** @type {any[]} */
    let workers;

    beforeEach(() => {
      workers = [];
      globalThis.Worker = class extends Real {
        isEnded = false;

        constructor(/** @type {[any, any]} */ ...args) {
          super(...args);
          workers.push(this);
        }

        terminate() {
          this.isEnded = true;
          super.terminate();
        }
      };
    });
    afterEach(() => {
      globalThis.Worker = Real;
    });

    const ended = () => workers.map(({ isEnded }) => isEnded);

    /** Ends when that many workers were started and have ended, or after a while. @param {number} count */
    const settled = async (count) => {
      for (let i = 0; i < 300 && (workers.length < count || ended().includes(false)); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    };

    it('is the plug-in\'s, and ends with it', async () => {
      const bytes = await fixtureBytes('echo');
      const late = new Promise((resolve) => setTimeout(resolve, 50, bytes));
      const making = createPlugin(late, { runInWorker: true });
      while (workers.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      const plugin = await making;
      expect((await plugin.call('echo', 'x')).text()).to.equal('x');
      expect(ended()).to.deep.equal([false]);
      await plugin.close();
      expect(ended()).to.deep.equal([true]);
    });

    it('is one of its own for each plug-in', async () => {
      const bytes = await fixtureBytes('echo');
      const plugins = await Promise.all([1, 2, 3].map(() => createPlugin(bytes, { runInWorker: true })));
      const outputs = await Promise.all(plugins.map((plugin, index) => plugin.call('echo', index)));
      expect(outputs.map((output) => output.text())).to.deep.equal(['0', '1', '2']);
      expect(workers).to.have.lengthOf(3);
      for (const plugin of plugins) await plugin.close();
      expect(ended()).to.deep.equal([true, true, true]);
    });

    it('is ended with a plug-in that cannot be made', async () => {
      await expectError(createPlugin(new Uint8Array([1, 2, 3, 4]), { runInWorker: true }), 'INVALID_WASM', /WebAssembly/);
      await expectError(createPlugin(Promise.reject(Object.assign(new Error('mine'), { code: 'MINE' })), { runInWorker: true }), 'MINE', /^mine$/);
      await settled(2);
      expect(ended()).to.deep.equal([true, true]);
    });

    it('is replaced by another one after a call that had to be ended', async () => {
      const plugin = await createPlugin(await fixtureBytes('endless'), { runInWorker: true, timeoutMs: 100 });
      await expectError(plugin.call('forever'), 'TIMEOUT', /took longer than 100 ms/);
      expect((await plugin.call('get')).text()).to.equal('0');
      expect(ended()).to.deep.equal([true, false]);
      await plugin.close();
      expect(ended()).to.deep.equal([true, true]);
    });

    it('is not started for a pool, which starts workers when calls need them', async () => {
      const pool = await createPool(await fixtureBytes('echo'), { size: 2 });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(workers).to.deep.equal([]);
      expect((await pool.call('echo', 'x')).text()).to.equal('x');
      await pool.close();
      expect(ended()).to.deep.equal([true]);
    });

    it('is not started where the application names a script', async () => {
      const worker = () => new Real(new URL('../../../js/worker.js', import.meta.url), { type: 'module' });
      const plugin = await createPlugin(await fixtureBytes('echo'), { runInWorker: true, worker });
      expect(workers).to.deep.equal([]);
      await plugin.close();
    });
  });
}
