// Very many calls, plug-ins and timeouts, with an eye on memory and workers: npm run endurance
//
// The last line printed is "N passed, N failed, N skipped"; the exit code is 0 only when all is well.
import { buildGuests } from '../../scripts/build/guests.mjs';
import { Report } from '../runner/report.mjs';
import { runRounds } from '../runner/rounds/run.mjs';
import { readOptions, usage } from './options.mjs';

let options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}
await buildGuests();
const report = new Report();
const { engine, modes, limitMs, ...job } = options;
for (const mode of modes) await runRounds({ engine, mode, module: '/tests/endurance/rounds.js', job, limitMs }, report);
process.exitCode = report.finish() ? 0 : 1;
