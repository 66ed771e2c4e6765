// Starts the installed Chromium, driven by Playwright.
import { chromium } from 'playwright-core';
import { chromium as executable } from '../../scripts/setup/chromium.mjs';

/** Without a sandbox, which root cannot have, and without the browser's own talk to its maker. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchChromium = () => chromium.launch({ executablePath: executable(), headless: true, args: flags });

/** The same, keeping pages that are left for the way back, which Playwright turns off. */
export const launchKeeping = () =>
  chromium.launch({ executablePath: executable(), headless: true, args: [...flags, '--enable-features=BackForwardCache'], ignoreDefaultArgs: ['--disable-back-forward-cache'] });

/**
 * With an extension. Only a browser with a profile has any.
 * @param {string} folder of the extension
 */
export const launchWithExtension = (folder) =>
  chromium.launchPersistentContext('', {
    executablePath: executable(),
    headless: true,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [...flags, `--disable-extensions-except=${folder}`, `--load-extension=${folder}`],
  });
