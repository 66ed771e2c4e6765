// Tests of the runner: that each spec of cases/ makes it end as it should, in every engine.
//
//   node tests/runner/self-test.mjs [node|chromium|firefox …]
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engineNames } from './engine.mjs';
import { Report } from './report.mjs';

/**
 * For each case the exit code, how the last line begins, and what the failure says.
 * @type {Record<string, {code: number, counts?: RegExp, says?: RegExp, args?: string[]}>}
 */
const cases = {
  'passes': { code: 0, counts: /^1 passed, 0 failed, 0 skipped$/ },
  'fails': { code: 1, counts: /^1 passed, 1 failed, 0 skipped$/, says: /expected 1 to equal 2/ },
  'skips': { code: 1, counts: /^1 passed, 0 failed, 1 skipped$/ },
  'only': { code: 1, counts: /^0 passed, 1 failed/, says: /\.only/ },
  'no-tests': { code: 1, counts: /^0 passed, 0 failed, 0 skipped$/, says: /no test ran/ },
  'hook-fails': { code: 1, counts: /^0 passed, 1 failed/, says: /the hook fails/ },
  'does-not-load': { code: 1, counts: /^0 passed, [12] failed/, says: /does-not-load|not-there/ },
  'console-error': { code: 1, counts: /^1 passed, 1 failed/, says: /something is wrong/ },
  'uncaught': { code: 1, counts: /, 1 failed/, says: /nobody catches this/ },
  'rejection': { code: 1, counts: /, 1 failed/, says: /nobody awaits this/ },
  'never-settles': { code: 1, counts: /^0 passed, 1 failed/, says: /Timeout of 200ms/ },
  'hangs': { code: 1, counts: /, 1 failed/, says: /did not end within 6 s/, args: ['--timeout', '6'] },
  'leaves': { code: 1, counts: /, 1 failed/, says: /the page went to|stopped before its end/ },
};

const runner = fileURLToPath(new URL('../run.mjs', import.meta.url));
const folder = fileURLToPath(new URL('cases/', import.meta.url));

/** @returns {Promise<{code: number|null, lines: string[]}>} */
function runCase(engine, name, args) {
  const child = spawn(
    process.execPath,
    [runner, '--engine', engine, '--spec', `${folder}${name}.spec.js`, '--timeout', '60', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, lines: output.trimEnd().split('\n') }));
  });
}

/** What is wrong with how a case ended, or null. */
function judge({ code, counts, says }, ended) {
  const last = ended.lines.at(-1) ?? '';
  if (ended.code !== code) return `exit code ${ended.code} instead of ${code}`;
  if (counts && !counts.test(last)) return `the last line is "${last}", not ${counts}`;
  if (says && !says.test(ended.lines.join('\n'))) return `the output does not have ${says}`;
  return null;
}

const report = new Report();

/** How many cases run at the same time: in Node they wait more than they work; a browser each takes its time to start. */
const atOnce = (engine) => (engine === 'node' ? 3 : 1);

/** Runs one case and reports it. */
async function check(engine, name) {
  const path = `${engine} › ${name}`;
  const start = performance.now();
  const ended = await runCase(engine, name, cases[name]?.args ?? []);
  const wrong = cases[name] === undefined ? 'no expectation for this case' : judge(cases[name], ended);
  const duration = Math.round(performance.now() - start);
  if (wrong === null) report.add({ type: 'pass', title: name, depth: 1, path, duration, slow: false });
  else report.add({ type: 'fail', title: name, depth: 1, path, text: [wrong, ...ended.lines].join('\n') });
}

const engines = process.argv.length > 2 ? process.argv.slice(2) : engineNames;
for (const engine of engines) {
  report.add({ type: 'suite', title: `the runner in ${engine}`, depth: 0 });
  const names = readdirSync(folder).map((file) => file.replace('.spec.js', ''));
  const work = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) await check(engine, name);
  };
  await Promise.all(Array.from({ length: atOnce(engine) }, work));
}
report.add({ type: 'end' });
process.exitCode = report.finish() ? 0 : 1;
