// Chromium (or Chrome) and its WebDriver.
import { installPackages, isDebian } from '../lib/debian.mjs';
import { findBrowser, need } from '../lib/browsers.mjs';
import { isMain, runMain } from '../lib/process.mjs';

const browser = {
  variables: ['CHROMIUM', 'CHROME_BIN', 'CHROME'],
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  places: {
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    win32: ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'],
  },
};

const driver = {
  // The second is where hosted CI machines keep it: a folder.
  variables: ['CHROMEDRIVER', 'CHROMEWEBDRIVER'],
  inFolder: 'chromedriver',
  commands: ['chromedriver'],
  places: { linux: ['/usr/lib/chromium/chromedriver', '/usr/lib/chromium-browser/chromedriver'] },
};

/** The browser's executable. */
export const chromium = () => need(browser, 'Chromium');

/** The executable of its WebDriver. */
export const chromedriver = () => need(driver, 'chromedriver');

export async function ensure() {
  if (findBrowser(browser) !== null && findBrowser(driver) !== null) return;
  if (isDebian()) await installPackages(['chromium', 'chromium-driver'], 'the browser tests');
  chromium();
  chromedriver();
}

if (isMain(import.meta.url)) await runMain(ensure);
