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
 * @property {string} [notHere] why this machine cannot run it; it is then listed, not run
 */

/** @returns {Promise<Suite[]>} */
export async function suites() {
  const browsers = { CHROMIUM: chromium(), CHROMEDRIVER: chromedriver(), FIREFOX: firefox(), GECKODRIVER: geckodriver() };
  const inChromium = { CHROMEDRIVER: browsers.CHROMEDRIVER, ...webdriverEnv('chromium', browsers.CHROMIUM) };
  const inFirefox = { GECKODRIVER: browsers.GECKODRIVER, ...webdriverEnv('firefox', browsers.FIREFOX) };
  return [
    hostRust('kernel', '-p', 'extism-web-kernel', '--all-features'),
    asanSuite(),
    hostRust('crate-units', '-p', 'extism-web', '--lib'),
    wasmRust('crate', 'node', { test: 'node' }),
    wasmRust('crate', 'chromium', { test: 'browser', env: inChromium }),
    wasmRust('crate', 'firefox', { test: 'browser', env: inFirefox }),
    script('js', 'node', ['tests/run.mjs', '--engine', 'node'], browsers),
    script('js', 'chromium', ['tests/run.mjs', '--engine', 'chromium'], browsers),
    script('js', 'firefox', ['tests/run.mjs', '--engine', 'firefox'], browsers),
    script('runner', 'node', ['tests/runner/self-test.mjs', 'node'], browsers),
    script('runner', 'chromium', ['tests/runner/self-test.mjs', 'chromium'], browsers),
    script('runner', 'firefox', ['tests/runner/self-test.mjs', 'firefox'], browsers),
    script('page', 'chromium', ['tests/e2e/page.mjs', '--engine', 'chromium'], browsers),
    script('page', 'firefox', ['tests/e2e/page.mjs', '--engine', 'firefox'], browsers),
    script('package', 'chromium', ['tests/packaging/run.mjs'], browsers),
    script('benches', 'node', ['benches/self-test.mjs']),
  ];
}
