// npm run fuzz: plug-ins, calls, manifests and options made at random, others at each run.
//   --minutes N  how long, shared by the parts (1)
//   --seed N     where to begin; printed, so that what was found can be found again
//   --part P     kernel (natively, against its model), node, chromium or firefox; may be given more than once; default: all
//   --no-build   with the package as it is
//
// The last line printed is "N passed, N failed, N skipped", in batches; the exit code is 0 only when nothing was found.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { build } from '../../scripts/build.mjs';
import { randomPlugins } from '../../scripts/build/random-plugins.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { Failure, runMain, stream } from '../../scripts/lib/process.mjs';
import { cargoEnv } from '../../scripts/lib/rust.mjs';
import { Report } from '../runner/report.mjs';
import { modes, runRounds } from '../runner/rounds/run.mjs';
import { readOptions } from './options.mjs';

/** How many modules are made before the clock is looked at. */
const MODULES = 300;
/** A batch that takes longer has found something that goes on for ever. */
const LIMIT_MS = 600_000;

const counts = {};
const count = (what, times) => (counts[what] = (counts[what] ?? 0) + times);

/** Sequences of the kernel's exports, with its checks and Rust's. */
async function fuzzKernel(seed, seconds, report) {
  const args = ['run', '--quiet', '--package', 'extism-web-kernel', '--features', 'check', '--example', 'random_calls', '--', String(seed), String(Math.ceil(seconds))];
  const { code, output } = await stream('cargo', args, { env: cargoEnv(), onText: () => {} });
  const event = { title: `kernel, from seed ${seed}: ${code === 0 ? `${output.trim()} sequences` : 'failed'}`, depth: 0 };
  if (code !== 0) return report.add({ type: 'fail', ...event, path: event.title, text: output });
  report.add({ type: 'pass', ...event, path: event.title, duration: 1000 * seconds, slow: false });
  count('kernel: sequences', Number(output));
}

/** Batches in an engine, in one mode after the other: each has its turn, however short the time is. */
async function fuzzEngine(engine, seed, seconds, report) {
  const end = performance.now() + 1000 * seconds;
  const turns = modes[engine].length;
  mkdirSync(inRoot('target', 'fuzz'), { recursive: true });
  for (let batch = 0; batch < turns || performance.now() < end; batch++) {
    const first = seed + MODULES * batch;
    const modules = `target/fuzz/${engine}.bin`;
    writeFileSync(inRoot(modules), randomPlugins(first, MODULES));
    const before = report.failed;
    const mode = modes[engine][batch % turns];
    const job = { seed: first, modules, seconds: seconds / turns };
    await runRounds({ engine, mode, module: '/tests/fuzz/rounds.js', job, limitMs: LIMIT_MS }, report, (event) => {
      if (event.type === 'counts') for (const [what, times] of Object.entries(event.counts)) count(`${engine}, ${mode}, ${what}`, times);
    });
    if (report.failed > before) {
      const kept = `target/fuzz/${engine}-${first}.bin`;
      renameSync(inRoot(modules), inRoot(kept));
      console.log(`    the modules are in ${kept}`);
    }
  }
}

await runMain(async () => {
  const { minutes, seed, chosen, builds } = readOptions(process.argv.slice(2));
  if (builds) await build();
  console.log(`fuzz: seed ${seed}, ${minutes} min, ${chosen.join(', ')}`);
  const report = new Report();
  const seconds = (60 * minutes) / chosen.length;
  for (const part of chosen) {
    if (part === 'kernel') await fuzzKernel(seed, seconds, report);
    else await fuzzEngine(part, seed, seconds, report);
  }
  report.ended = true;
  for (const [what, times] of Object.entries(counts).sort()) console.log(`${String(times).padStart(9)}  ${what}`);
  if (!report.finish()) throw new Failure('something was found, see above');
});
