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
  const attempt = async (what, work) => {
    try {
      for (const outcome of [await work()].flat()) counts[`${what}: ${outcome}`] = (counts[`${what}: ${outcome}`] ?? 0) + 1;
    } catch (error) {
      found.push(`${what}: ${describeError(error)}`);
    }
  };
  const start = performance.now();
  const all = modulesOf(await repositoryBytes(modules));
  let tried = 0;
  for (; tried < all.length && performance.now() - start < 1000 * seconds; tried++) {
    const number = seed + tried;
    await attempt('plug-ins', () => tryModule(create, all[tried], optionsFor(number)).catch((error) => Promise.reject(new Error(`module ${tried} of ${modules}`, { cause: error }))));
    for (let more = 0; more < MODELS; more++) {
      const own = MODELS * number + more;
      await attempt('imports', () => tryCalls(create, abi, own).catch((error) => Promise.reject(new Error(`calls of seed ${own}`, { cause: error }))));
    }
    for (let more = 0; more < MANIFESTS; more++) {
      const own = MANIFESTS * number + more;
      await attempt('manifests', () => tryManifest(create, echo, own).catch((error) => Promise.reject(new Error(`manifest of seed ${own}`, { cause: error }))));
    }
  }
  const title = `seed ${seed}, ${mode}: ${tried} plug-ins, ${MODELS * tried} scripts, ${MANIFESTS * tried} manifests`;
  const event = { title, depth: 0, path: title };
  if (found.length === 0) await send({ type: 'pass', ...event, duration: Math.round(performance.now() - start), slow: false });
  else await send({ type: 'fail', ...event, text: found.join('\n') });
  await send({ type: 'counts', counts });
}
