// Every suite there is. To add one: an entry here.
//
// A command's output is counted by its closing lines: cargo's `test result:`, or `N passed, N failed, N skipped`.
import { asanSuite } from './asan.mjs';
import { hostRust, wasmRust } from './rust.mjs';
import { script } from './script.mjs';
import { webdriverEnv } from './webdriver.mjs';
import { chromedriver, chromium } from '../setup/chromium.mjs';
import { firefox, geckodriver } from '../setup/firefox.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} engine where the code under test runs
 * @property {string[]} command the program and its arguments
 * @property {NodeJS.ProcessEnv} [env]
 * @property {{worker: boolean, isolated: boolean, jspi: boolean}} [mode] how the specs of tests/suite run, where it is they that run
 * @property {number} [weight] about how many seconds it takes on two cores; the longest begin first
 * @property {string} [notHere] why this machine cannot run it; it is then listed, not run
 */

/**
 * The specs of tests/suite. @param {string} name of the mode, if any @param {string} engine @param {string[]} flags
 * @param {NodeJS.ProcessEnv} env @param {number} weight
 */
const specs = (name, engine, flags, env, weight) => ({
  ...script('js', engine, ['tests/run.mjs', '--engine', engine, '--timeout', '1800', ...flags], env),
  name: ['js', engine, ...(name === '' ? [] : [name])].join('-'),
  mode: { worker: flags.includes('--worker'), isolated: !flags.includes('--no-isolation'), jspi: !flags.includes('--no-jspi') },
  weight,
});

/** A short endurance run. @param {string} engine @param {NodeJS.ProcessEnv} env */
const endurance = (engine, env) =>
  script('endurance', engine, ['tests/endurance/run.mjs', '--engine', engine, '--calls', '20000', '--cycles', '50', '--timeouts', '10'], env);

/** @returns {Promise<Suite[]>} */
export async function suites() {
  const browsers = { CHROMIUM: chromium(), CHROMEDRIVER: chromedriver(), FIREFOX: firefox(), GECKODRIVER: geckodriver() };
  const inChromium = { CHROMEDRIVER: browsers.CHROMEDRIVER, ...webdriverEnv('chromium', browsers.CHROMIUM) };
  const inFirefox = { GECKODRIVER: browsers.GECKODRIVER, ...webdriverEnv('firefox', browsers.FIREFOX) };
  return [
    hostRust('kernel', '-p', 'extism-web-kernel', '--all-features'),
    asanSuite(),
    hostRust('rewriter', '-p', 'extism-web-rewriter'),
    hostRust('crate-units', '-p', 'extism-web', '--all-features', '--lib'),
    hostRust('crate-docs', '-p', 'extism-web', '--all-features', '--doc'),
    { ...script('crate-fresh', 'native', ['tests/crate/run.mjs']), weight: 90 },
    wasmRust('crate', 'node', { test: 'node' }),
    wasmRust('crate', 'chromium', { test: 'browser', env: inChromium }),
    wasmRust('crate', 'firefox', { test: 'browser', env: inFirefox }),
    specs('', 'node', [], browsers, 60),
    specs('', 'chromium', [], browsers, 60),
    specs('', 'firefox', [], browsers, 120),
    specs('worker', 'node', ['--worker'], browsers, 200),
    specs('worker', 'chromium', ['--worker'], browsers, 200),
    specs('worker-messages', 'chromium', ['--worker', '--no-isolation'], browsers, 200),
    specs('worker-no-jspi', 'chromium', ['--worker', '--no-isolation', '--no-jspi'], browsers, 100),
    specs('worker', 'firefox', ['--worker'], browsers, 300),
    specs('worker-messages', 'firefox', ['--worker', '--no-isolation'], browsers, 300),
    endurance('node', browsers),
    endurance('chromium', browsers),
    { ...script('fuzz', 'all', ['tests/fuzz/run.mjs', '--no-build', '--minutes', '1', '--seed', '1'], browsers), weight: 110 },
    script('runner', 'node', ['tests/runner/self-test.mjs', 'node'], browsers),
    script('runner', 'chromium', ['tests/runner/self-test.mjs', 'chromium'], browsers),
    { ...script('runner', 'firefox', ['tests/runner/self-test.mjs', 'firefox'], browsers), weight: 130 },
    script('page-logic', 'node', ['tests/page/run.mjs']),
    { ...script('page', 'chromium', ['tests/e2e/page.mjs', '--engine', 'chromium'], browsers), weight: 150 },
    { ...script('page', 'firefox', ['tests/e2e/page.mjs', '--engine', 'firefox'], browsers), weight: 180 },
    script('package', 'chromium', ['tests/packaging/run.mjs'], browsers),
    { ...script('package-tools', 'chromium', ['tests/packaging/run-tools.mjs'], browsers), weight: 90 },
    { ...script('lifecycle', 'chromium', ['tests/lifecycle/run.mjs'], browsers), weight: 60 },
    script('docs', 'chromium', ['tests/docs/run.mjs'], browsers),
    script('site', 'chromium', ['tests/site/run.mjs'], browsers),
    { ...script('reproducible', 'native', ['tests/reproducible/run.mjs']), weight: 90 },
    script('benches', 'node', ['benches/self-test.mjs']),
    script('size', 'node', ['benches/size.mjs', '--no-build']),
  ];
}
