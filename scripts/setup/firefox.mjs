// Firefox and its WebDriver. Debian has no package of geckodriver; crates.io has its source.
import { join } from 'node:path';
import { findBrowser, need } from '../lib/browsers.mjs';
import { installPackages, isDebian } from '../lib/debian.mjs';
import { cacheDir } from '../lib/paths.mjs';
import { isMain, run, runMain } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';

const browser = {
  variables: ['FIREFOX', 'FIREFOX_BIN'],
  commands: ['firefox', 'firefox-esr'],
  places: {
    darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    win32: ['Mozilla Firefox\\firefox.exe'],
  },
};

const cached = () => cacheDir('geckodriver');
const suffix = process.platform === 'win32' ? '.exe' : '';
const driver = {
  variables: ['GECKODRIVER', 'GECKOWEBDRIVER'],
  inFolder: 'geckodriver',
  commands: ['geckodriver'],
  paths: [join(cached(), 'bin', `geckodriver${suffix}`)],
};

/** The browser's executable. */
export const firefox = () => need(browser, 'Firefox');

/** The executable of its WebDriver. */
export const geckodriver = () => need(driver, 'geckodriver');

export async function ensure() {
  if (findBrowser(browser) === null && isDebian()) await installPackages(['firefox-esr'], 'the browser tests');
  firefox();
  if (findBrowser(driver) !== null) return;
  console.log(`setup: geckodriver, compiled once into ${cached()} (drives Firefox in tests; about 2 minutes)`);
  await run('cargo', ['install', 'geckodriver', '--locked', '--quiet', '--root', cached()], { env: cargoEnv() });
  geckodriver();
}

if (isMain(import.meta.url)) await runMain(ensure);
