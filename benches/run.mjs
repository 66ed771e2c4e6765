// npm run bench: this package and the JavaScript host side by side, in one run. See README.md.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { buildGuests } from '../scripts/build/guests.mjs';
import { buildKernel } from '../scripts/build/kernel.mjs';
import { buildPackage } from '../scripts/build/package.mjs';
import { inRoot } from '../scripts/lib/paths.mjs';
import { Failure, runMain } from '../scripts/lib/process.mjs';
import { buildBundles } from './driver/bundles.mjs';
import { startEngine } from './driver/engine.mjs';
import { environment, load } from './driver/environment.mjs';
import { buildBenchGuests } from './driver/guests.mjs';
import { readOptions, usage } from './driver/options.mjs';
import { picture, writeTable } from './driver/readme.mjs';
import { caption, heading, line, markdown } from './driver/table.mjs';
import { guestPath } from './harness/assets.js';
import { rows } from './rows/index.js';

async function main() {
  const options = commandLine();
  const chosen = rowsOf(options.engine).filter(({ id, group, name }) => [id, group, name].some((text) => options.rows.test(text)));
  if (options.list) return chosen.forEach(({ id, name }) => console.log(`${id.padEnd(28)} ${name}`));
  const report = options.from === undefined ? await measured(chosen, options) : JSON.parse(readFileSync(options.from, 'utf8'));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.markdown) console.log(`\n${markdown(report)}`);
  else if (options.from !== undefined) [heading, ...report.rows.map(line), caption(report)].forEach((text) => console.log(text));
  const { failures = [] } = report;
  if (options.table || options.plot) refuseIncomplete(report);
  if (options.table) writeTable(report);
  if (options.plot) {
    const { plot } = await import('./driver/plot.mjs');
    await plot(report, inRoot('benches', picture(report)));
  }
  if (failures.length > 0) throw new Failure(`${failures.length} rows failed: ${failures.map(({ id }) => id).join(', ')}`);
}

/** The rows that are for an engine. */
const rowsOf = (engine) => rows.filter(({ engines }) => engines?.includes(engine) ?? true);

/** Only whole runs are published: all rows, and none that failed. */
function refuseIncomplete(report) {
  const done = new Set(report.rows.map(({ id }) => id));
  const missing = rowsOf(report.environment.engine.name.toLowerCase()).filter(({ id }) => !done.has(id));
  if (missing.length > 0) throw new Failure(`not published, without figures for ${missing.map(({ id }) => id).join(', ')}`);
}

function commandLine() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    throw new Failure(`${error.message}\n${usage}`);
  }
}

/** Runs the rows, and prints each as it is done. */
async function measured(chosen, options) {
  if (chosen.length === 0) throw new Failure('no row matches');
  if (options.build) {
    await buildPackage();
    await buildKernel();
    await buildGuests();
  }
  await buildBenchGuests();
  await buildBundles();
  const settings = { rounds: options.rounds, sliceMs: options.sliceMs };
  const before = load();
  const engine = await startEngine(options.engine);
  const report = { environment: environment(engine), settings, rows: [], failures: [], load: { before, after: before } };
  console.log(heading);
  try {
    for (const row of chosen) {
      try {
        const result = await inTime(row, engine, settings);
        report.rows.push(result);
        console.log(line(result));
      } catch (error) {
        report.failures.push({ id: row.id, error: error.message });
        console.error(`${row.id}: FAILED: ${error.stack}`);
      }
    }
  } finally {
    await engine.close();
  }
  report.load.after = load();
  console.log(caption(report));
  return report;
}

/** Nothing takes longer than this, on a slow machine either, unless it hangs. */
const rowTimeoutMs = 180_000;

/** Runs a row, and puts an end to it when it is late. */
async function inTime(row, engine, settings) {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    engine.abandon();
  }, rowTimeoutMs);
  try {
    return await resultOf(row, engine, settings);
  } catch (error) {
    throw late ? new Error(`it did not end within ${rowTimeoutMs / 1000} s`) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** @returns {Promise<import('./driver/results.mjs').Result>} */
async function resultOf(row, engine, settings) {
  const figures = row.startUp ? await startUps(row.startUp, engine, settings) : await engine.row(row.id, settings, row.isolated ?? true);
  const { id, group, against = 'theirs', floor = null } = row;
  const bytes = row.guest === undefined ? 0 : statSync(inRoot(guestPath(row.guest))).size;
  const name = row.name.replace('{size}', bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  return { id, group, name, against, floor, figures };
}

/** Fresh starts by turns, after one of each that nobody counts. */
async function startUps({ guest, ours, theirs, ...job }, engine, { rounds }) {
  const start = (specifier) => engine.startUp({ ...job, specifier, path: guestPath(guest) });
  const contestants = Object.entries({ ours, theirs }).filter(([, specifier]) => specifier !== undefined);
  /** @type {Map<string, number[]>} */
  const figures = new Map();
  for (let round = -1; round < rounds; round++) {
    for (const [name, specifier] of contestants) {
      const { ms, steps } = await start(specifier);
      for (const [what, length] of Object.entries({ [name]: ms, ...steps })) {
        if (round >= 0) figures.set(what, [...(figures.get(what) ?? []), length * 1e6]);
      }
    }
  }
  return [...figures].map(([name, ns]) => ({ name, times: 1, ns }));
}

await runMain(main);
