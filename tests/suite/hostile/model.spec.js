// Imports in any order, against a model of them, the same at each run; `npm run fuzz` makes others.
import { expect } from 'chai';
import { tryCalls } from '../../support/abi-model.js';
import { fixtureBytes, inWorker } from '../../support/fixtures.js';
import { create } from '../../support/plugin.js';

/** How many plug-ins; each makes eight calls. */
const SEEDS = inWorker ? 40 : 400;

it(`${8 * SEEDS} calls of imports in any order are as the model says`, async function () {
  this.timeout(120_000);
  const abi = await fixtureBytes('abi');
  const counts = {};
  for (let seed = 0; seed < SEEDS; seed++) {
    const outcomes = await tryCalls(create, abi, seed).catch((error) => expect.fail(`seed ${seed}: ${error.message}`));
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  // Each ending that there is, and the most of them to the end.
  expect(counts).to.have.all.keys('output', 'PLUGIN_ERROR', 'EXIT_CODE', 'BAD_HANDLE', 'VAR_LIMIT', 'MEMORY_LIMIT');
  expect(counts.output).to.be.above(2 * SEEDS);
});
