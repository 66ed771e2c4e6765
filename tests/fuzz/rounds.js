// A batch of what is made at random, in a page or in Node, on its thread and in workers.
import { createPlugin } from 'extism-web';
import { tryCalls } from '../support/abi-model.js';
import { modulesOf, optionsFor, tryManifest, tryModule } from '../support/chance.js';
import { fixtureBytes, inWorker, repositoryBytes } from '../support/fixtures.js';
import { describeError } from '../runner/events.js';

/** How many manifests, and how many plug-ins whose calls are compared with the model, come with each module. */
const MANIFESTS = 3;
const MODELS = 2;

/**
 * @typedef {object} Job
 * @property {number} seed of the first module
 * @property {string} modules the file that they are in, from the repository's root
 * @property {number} seconds how long to go on, at most; a batch ends with its modules
 *
 * @param {Job & {mode: string}} job
 * @param {import('../runner/rounds/run.mjs').Means} means
 */
export async function run({ seed, modules, seconds, mode }, { send }) {
  const create = (manifest, options) => createPlugin(manifest, inWorker ? { ...options, runInWorker: true } : options);
  const [abi, echo] = [await fixtureBytes('abi'), await fixtureBytes('echo')];
  const counts = {};
  const found = [];
  /** Counts what came of it, or notes what was found. `which` is what it can be found again by. */
  const attempt = async (what, which, outcomes) => {
    try {
      for (const outcome of [await outcomes].flat()) counts[`${what}: ${outcome}`] = (counts[`${what}: ${outcome}`] ?? 0) + 1;
    } catch (error) {
      found.push(`${what}, ${which}: ${describeError(error)}`);
    }
  };
  const start = performance.now();
  const all = modulesOf(await repositoryBytes(modules));
  let tried = 0;
  for (; tried < all.length && performance.now() - start < 1000 * seconds; tried++) {
    const number = seed + tried;
    await attempt('plug-ins', `module ${tried}`, tryModule(create, all[tried], optionsFor(number)));
    for (let own = MODELS * number; own < MODELS * (number + 1); own++) await attempt('imports', `seed ${own}`, tryCalls(create, abi, own));
    for (let own = MANIFESTS * number; own < MANIFESTS * (number + 1); own++) await attempt('manifests', `seed ${own}`, tryManifest(create, echo, own));
  }
  const title = `seed ${seed}, ${mode}: ${tried} plug-ins, ${MODELS * tried} scripts, ${MANIFESTS * tried} manifests`;
  const event = { title, depth: 0, path: title };
  if (found.length === 0) await send({ type: 'pass', ...event, duration: Math.round(performance.now() - start), slow: false });
  else await send({ type: 'fail', ...event, text: found.join('\n') });
  await send({ type: 'counts', counts });
}
