// npm run fuzz: plug-ins, manifests and options made at random, others at each run, in Node: on this thread and in workers.
//   --minutes N  how long (1)
//   --seed N     where to begin; printed, so that what was found can be found again
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { randomPlugins } from '../../scripts/build/random-plugins.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { Failure, runMain } from '../../scripts/lib/process.mjs';
import { modulesOf, optionsFor, tryManifest, tryModule } from '../support/chance.js';

/** How many modules, and how many manifests, are made before the clock is looked at. */
const MODULES = 200;
const MANIFESTS = 500;
/** Each takes a worker's start. */
const IN_WORKERS = 20;

function options() {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } } });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0) || !Number.isInteger(seed) || seed < 0) throw new Failure('--minutes takes a number above 0, --seed a whole number');
  return { minutes, seed };
}

const counts = {};
const count = (what, outcome) => (counts[`${what}: ${outcome}`] = (counts[`${what}: ${outcome}`] ?? 0) + 1);

/** Keeps a module for whoever looks into it. */
function kept(module, name) {
  mkdirSync(inRoot('target', 'fuzz'), { recursive: true });
  const file = inRoot('target', 'fuzz', `${name}.wasm`);
  writeFileSync(file, module);
  return file;
}

await runMain(async () => {
  const { minutes, seed } = options();
  await build();
  const { createPlugin } = await import('extism-web');
  const inWorker = (manifest, given) => createPlugin(manifest, { ...given, runInWorker: true });
  const echo = await readFile(inRoot('target', 'fixtures', 'echo.wasm'));
  const end = performance.now() + 60_000 * minutes;
  console.log(`fuzz: seed ${seed}, ${minutes} min`);
  let failed = 0;
  let tried = 0;
  for (let next = seed; performance.now() < end; next += MODULES) {
    for (const [index, module] of modulesOf(randomPlugins(next, MODULES)).entries()) {
      for (const [where, create] of [['page', createPlugin], ...(index < IN_WORKERS ? [['worker', inWorker]] : [])]) {
        tried++;
        try {
          for (const outcome of await tryModule(create, module, optionsFor(index))) count(`plug-ins, ${where}`, outcome);
        } catch (error) {
          failed++;
          console.error(`module ${index} of seed ${next}, ${where}, is in ${kept(module, `${next}-${index}`)}: ${error.stack}`);
        }
      }
    }
    for (let index = 0; index < MANIFESTS; index++) {
      tried++;
      await tryManifest(createPlugin, echo, next * 1000 + index).then((outcome) => count('manifests', outcome), (error) => {
        failed++;
        console.error(`manifest of seed ${next * 1000 + index}: ${error.stack}`);
      });
    }
  }
  for (const [what, times] of Object.entries(counts).sort()) console.log(`${String(times).padStart(9)}  ${what}`);
  console.log(`${tried - failed} passed, ${failed} failed, 0 skipped`);
  if (failed > 0) throw new Failure('see above');
});
