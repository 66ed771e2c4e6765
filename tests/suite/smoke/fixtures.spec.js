import { expect } from 'chai';
import { engine, fixtureBytes, fixtureUrl } from '../../support/fixtures.js';
import { shapes } from './shapes/index.js';

describe('the fixtures', () => {
  for (const [name, { functions, others = [], imports, among = [], needs = [] }] of Object.entries(shapes)) {
    it(`${name} has its exports and imports`, async () => {
      const module = await WebAssembly.compile(await fixtureBytes(name));
      const exports = WebAssembly.Module.exports(module);
      const exported = exports.filter(({ kind }) => kind === 'function').map((entry) => entry.name);
      expect(exported.sort()).to.deep.equal([...functions].sort());
      const rest = exports.filter(({ kind }) => kind !== 'function').map((entry) => `${entry.kind} ${entry.name}`);
      expect(rest).to.include.members(others);

      const imported = WebAssembly.Module.imports(module).map((entry) => `${entry.module} ${entry.name}`);
      if (imports !== undefined) expect(imported.sort()).to.deep.equal([...imports].sort());
      else expect(imported.filter((entry) => !isAmong(among, entry))).to.deep.equal([]);
      expect(imported).to.include.members(needs);
    });
  }

  it('are served as WebAssembly', async () => {
    const response = await fetch(fixtureUrl('count_vowels'));
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/wasm');
    expect(new Uint8Array(await response.arrayBuffer())).to.deep.equal(await fixtureBytes('count_vowels'));
  });

  // Only Node sees the folder, and one engine is enough.
  if (engine === 'node') {
    it('each have a shape here', async () => {
      const { fixtureNames } = await import('../../../scripts/build/guests.mjs');
      expect(Object.keys(shapes).sort()).to.deep.equal(fixtureNames().sort());
    });
  }
});

/** Whether `MODULE NAME` is in the list, as such or as `MODULE *`. */
function isAmong(list, entry) {
  return list.includes(entry) || list.includes(`${entry.split(' ')[0]} *`);
}
