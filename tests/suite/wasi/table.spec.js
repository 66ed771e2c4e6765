// The functions of WASI preview 1, each with good and bad arguments, with files in memory and on a disk: they answer as
// wasmtime does.
import { expect } from 'chai';
import { MemoryDirectory } from 'extism-web';
import { inWorker } from '../../support/fixtures.js';
import { make } from '../../support/plugin.js';
import { Caller } from './caller.js';
import { errno } from './guest.js';
import { places } from './places.js';
import { cases, files, fixed } from './table/cases.js';
import { run } from './table/run.js';
import { wasmtime } from './table/wasmtime.js';

const implementations = { 'a MemoryDirectory': '../../../js/wasi/browser.js', 'a directory of the disk': '../../../js/wasi/node.js' };

/** What is answered where wasmtime ends the plug-in, or finds that there is not as much memory. */
const refusals = [errno.fault, errno.inval];
const outOfMemory = 48;

/** @param {string} name @param {string} title @param {import('./table/cases.js').Case} given @param {import('./table/run.js').Answer} found @param {boolean} onDisk */
function check(name, title, given, found, onDisk) {
  const expected = { ...wasmtime[name][title], ...given.ours, ...(onDisk ? {} : given.inMemory) };
  if (expected.errno !== 'trap' && expected.errno !== outOfMemory) return expect(found).to.deep.equal(expected);
  expect(found.errno).to.be.oneOf(refusals);
}

for (const [kind, create] of Object.entries(places)) {
  describe(`every function of WASI, with ${kind}`, () => {
    let place;
    let other;
    beforeEach(async () => {
      [place, other] = [await create(), await create()];
      for (const [path, text] of Object.entries(files)) await (text === null ? place.makeDirectory(path) : place.put(path, text));
      for (const [path, text] of Object.entries(fixed)) await other.put(path, text);
    });
    afterEach(async () => {
      await place.remove();
      await other.remove();
    });
    const paths = () => ({ '/data': place.value, 'ro:/fixed': other.value });

    for (const [name, list] of Object.entries(cases)) {
      it(name, async () => {
        const { loadWasi } = await import(implementations[kind]);
        for (const [title, given] of Object.entries(list)) {
          await renew();
          const caller = new Caller((await loadWasi({ allowedPaths: paths(), output: undefined }))());
          const direct = {
            put: (address, bytes) => caller.put(address, bytes),
            get: (address, length) => new Uint8Array(caller.memory.buffer, address, length),
            call: (called, args) => caller.wasi[called](...args),
          };
          try {
            check(name, title, given, await run(direct, name, given), kind !== 'a MemoryDirectory');
          } catch (error) {
            error.message = `${title}: ${error.message}`;
            throw error;
          } finally {
            caller.context.close();
          }
        }
      });
    }

    it('the same from a plug-in', async () => {
      for (const [name, list] of Object.entries(cases)) {
        for (const [title, given] of throughPlugins(list)) {
          await renew();
          const plugin = await make('wasi_calls', { useWasi: true, allowedPaths: paths() });
          try {
            check(name, title, given, await run(through(plugin), name, given), kind !== 'a MemoryDirectory');
          } catch (error) {
            error.message = `${name}, ${title}: ${error.message}`;
            throw error;
          } finally {
            await plugin.close();
          }
        }
      }
    }).timeout(120_000);

    /** The files as they are at the beginning of a case. */
    async function renew() {
      await place.clear();
      for (const [path, text] of Object.entries(files)) await (text === null ? place.makeDirectory(path) : place.put(path, text));
    }
  });
}

/** What is called by way of plug-ins: a worker for each case takes its time, and the functions are the same there. */
const throughPlugins = (/** @type {Record<string, import('./table/cases.js').Case>} */ list) => Object.entries(list).slice(0, inWorker ? 2 : undefined);

/** Calls the functions by way of `wasi_calls`. */
function through(plugin) {
  const words = (...values) => new Uint8Array(new BigInt64Array(values.map((value) => BigInt.asIntN(64, BigInt(value)))).buffer);
  return {
    put: (address, bytes) => plugin.call('put', new Uint8Array([...words(address), ...bytes])),
    get: async (address, length) => (length === 0 ? new Uint8Array() : (await plugin.call('get', words(address, length))).bytes()),
    call: async (called, args) => new DataView((await plugin.call(called, words(...args))).bytes().slice().buffer).getUint32(0, true),
  };
}

describe('WASI without files', () => {
  it('answers as with them', async () => {
    const without = new Set(['fd_close', 'fd_renumber']);
    const { loadWasi } = await import('../../../js/wasi/browser.js');
    for (const [name, list] of Object.entries(cases)) {
      for (const [title, given] of Object.entries(list)) {
        const text = JSON.stringify(given, (_, value) => (typeof value === 'bigint' ? String(value) : value));
        // Those that speak of no file or directory.
        if (given.before || /"value":"/.test(text) || name.startsWith('path_') || [3, 4].includes(Number(given.args[0])) || /director/.test(title) || without.has(name)) continue;
        const caller = new Caller((await loadWasi({ allowedPaths: {}, output: undefined }))());
        const found = await run({ put: (address, bytes) => caller.put(address, bytes), get: (address, length) => new Uint8Array(caller.memory.buffer, address, length), call: (called, args) => caller.wasi[called](...args) }, name, given);
        check(name, title, given, found, true);
        caller.context.close();
      }
    }
  });
});
