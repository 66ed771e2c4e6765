// Plug-ins, manifests and options made at random, the same at each run; `npm run fuzz` makes others.
import { expect } from 'chai';
import { modulesOf, optionsFor, tryManifest, tryModule } from '../../support/chance.js';
import { fixtureBytes, inWorker, repositoryBytes } from '../../support/fixtures.js';
import { create } from '../../support/plugin.js';

describe('made at random', function () {
  this.timeout(120_000);

  it('plug-ins get nowhere: their calls end, each error has a code, and memory stays whole', async () => {
    const modules = modulesOf(await repositoryBytes('target/fixtures/random_plugins.bin'));
    expect(modules).to.have.lengthOf(200);
    const counts = {};
    // A worker for each takes its time.
    for (const [index, module] of modules.slice(0, inWorker ? 60 : 200).entries()) {
      for (const outcome of await tryModule(create, module, optionsFor(index))) counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    // They do come far.
    expect(counts).to.include.keys('output', 'TRAP', 'FUNCTION_NOT_FOUND');
  });

  it('manifests and options are refused with a code, or work', async () => {
    const echo = await fixtureBytes('echo');
    const counts = {};
    for (let seed = 0; seed < (inWorker ? 100 : 1000); seed++) {
      const outcome = await tryManifest(create, echo, seed).catch((error) => expect.fail(`seed ${seed}: ${error.stack}`));
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    expect(counts).to.include.keys('works', 'INVALID_MANIFEST', 'INVALID_OPTION');
  });
});
