// All sorts of things in any order, for as long as one likes.
import { createPlugin, createPool, MemoryDirectory } from 'extism-web';
import { tryCalls } from '../support/abi-model.js';
import { fixtureBytes, inWorker, serverUrl } from '../support/fixtures.js';
import { random } from '../support/random.js';
import { guestOptions, inputs, work } from './guest.js';
import { expectFlat, measureWith, shown } from './memory.js';

/** What calls of `faults` end in. */
const faults = { trap: 'TRAP', recurse: 'STACK_OVERFLOW', oob: 'TRAP', bad_error: 'BAD_HANDLE', returns_7: 'EXIT_CODE', absent: 'FUNCTION_NOT_FOUND', with_param: 'SIGNATURE', error_then_trap: 'PLUGIN_ERROR' };

/** @param {string} what @param {unknown} found @param {unknown} wanted */
function same(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${String(found).slice(0, 200)} instead of ${String(wanted).slice(0, 200)}`);
}

const codeOf = (/** @type {Promise<unknown>} */ promise) => promise.then(() => 'output', ({ code }) => code);

/** What is done: each step checks what it gets. @param {import('./rounds.js').Round} round */
async function stepsOf({ job, compiled }) {
  const below = random(job.seed + 3);
  const next = inputs(job.seed + 4);
  const [abi, faulty, wasi, vowels, http] = await Promise.all(['abi', 'faults', 'wasi_rust', 'count_vowels', 'http_rust'].map(fixtureBytes));
  const create = (manifest, options) => createPlugin(manifest, inWorker ? { ...options, runInWorker: true } : options);
  const directory = new MemoryDirectory();
  const long = {
    working: await compiled.instantiate(guestOptions()),
    spinning: await compiled.instantiate(guestOptions()),
    failing: await create(faulty, { useWasi: true }),
    writing: await create(wasi, { useWasi: true, allowedPaths: { '/data': directory } }),
    asking: await create(http, { allowedHosts: ['*'] }),
    pool: await createPool(vowels, { size: 2 }),
  };
  let worked = 0;
  let seed = job.seed * 1000;
  const file = async (plugin) => {
    const [path, text] = [`/data/${below(10)}`, 'x'.repeat(below(50_000))];
    same('a file written', (await plugin.call('write_file', JSON.stringify({ path, text }))).json().ok, null);
    same('a file', (await plugin.call('read_file', path)).json().ok, text);
  };
  const steps = {
    calls: async () => {
      for (let left = 20; left > 0; left--) await work(long.working, next(), ++worked);
    },
    imports: () => tryCalls(create, abi, seed++),
    failures: async () => {
      const [name, code] = Object.entries(faults)[below(Object.keys(faults).length)];
      same(name, await codeOf(long.failing.call(name)), code);
      same('after it', await codeOf(long.failing.call('error_cleared')), 'output');
    },
    files: () => file(long.writing),
    'a new plug-in with files': async () => {
      const plugin = await create(wasi, { useWasi: true, allowedPaths: { '/data': new MemoryDirectory() } });
      await file(plugin);
      await plugin.close();
    },
    'a pool': async () => {
      const texts = Array.from({ length: 6 }, () => 'a'.repeat(below(30)));
      const found = await Promise.all(texts.map(async (text) => (await long.pool.call('count_vowels', text)).json().count));
      same('a pool', String(found), String(texts.map(({ length }) => length)));
    },
    'what is no plug-in': async () => same('no plug-in', await codeOf(create(Uint8Array.from({ length: 1 + below(100) }, () => below(256)), {})), 'INVALID_WASM'),
    'a wrong option': async () => same('a wrong option', await codeOf(create(abi, { timeoutMs: 'soon' })), 'INVALID_OPTION'),
    reset: async () => same('reset', await long.working.reset(), true),
    ...(inWorker && {
      timeouts: async () => same('a timeout', await codeOf(long.spinning.call('spin', '', undefined, { timeoutMs: 1 + below(10) })), 'TIMEOUT'),
      aborts: async () => {
        const controller = new AbortController();
        const call = codeOf(long.spinning.call('spin', '', undefined, { signal: controller.signal }));
        setTimeout(() => controller.abort(), below(10));
        same('an abort', await call, 'ABORTED');
      },
      requests: async () => {
        const length = below(100_000);
        same('a response', (await long.asking.call('length', `${serverUrl}/http/bytes/${length}`)).text(), String(length));
      },
      'a plug-in that is closed while it runs': async () => {
        const plugin = await compiled.instantiate(guestOptions());
        const call = codeOf(plugin.call('spin'));
        await new Promise((resolve) => setTimeout(resolve, below(5)));
        await plugin.close();
        same('closed', await call, 'CLOSED');
      },
    }),
  };
  return { below, steps: Object.entries(steps), close: () => Promise.all(Object.values(long).map((one) => one.close())) };
}

/** @param {import('./rounds.js').Round} round */
export async function mix(round) {
  const { job, measure, print, check } = round;
  const before = await measureWith(measure, 0);
  const { below, steps, close } = await stepsOf(round);
  // The long ones, and those of the pool.
  const workers = inWorker ? 7 : 2;
  const counts = Object.fromEntries(steps.map(([name]) => [name, 0]));
  let warm;
  await check(`${job.minutes} minutes of all sorts of things go as they must`, async () => {
    const [start, length] = [performance.now(), 60_000 * job.minutes];
    let looked = 0;
    for (let part = 0; part < 1; part = (performance.now() - start) / length) {
      const [name, work] = steps[below(steps.length)];
      await work().catch((error) => Promise.reject(new Error(`${name}, after ${JSON.stringify(counts)}`, { cause: error })));
      counts[name]++;
      if (part * 20 < looked + 1) continue;
      looked = Math.floor(part * 20);
      const measured = await measureWith(measure, workers);
      if (warm === undefined && part >= 0.1) warm = measured;
      print(`${Math.round(100 * part)} %, ${shown(measured)}`);
    }
    print(Object.entries(counts).map(([name, times]) => `${times} ${name}`).join(', '));
  });
  await check('memory stays flat under them', async () => {
    if (warm === undefined) throw new Error('there was too little time to tell');
    await expectFlat(warm, measure, workers);
  });
  await check('close leaves no worker of theirs', async () => {
    await close();
    print(`before ${shown(before)}; after ${shown(await measureWith(measure, 0))}`);
  });
}
