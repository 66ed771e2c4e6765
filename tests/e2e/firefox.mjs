// The installed Firefox, driven by Puppeteer.
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import { firefox as executable } from '../../scripts/setup/firefox.mjs';
import { collectViolations } from './visit.mjs';

/** @returns {Promise<import('./visit.mjs').Browser>} */
export async function launch() {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: executable(), headless: true });
  return { open: (witness) => openTab(browser, witness), close: () => browser.close() };
}

/** How long a control may take to be there (ms). */
const patienceMs = 15_000;

/**
 * Waits until a control can be used, as Playwright does in Chromium.
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 * @param {string} [option] that a list must offer
 */
async function usable(page, selector, option) {
  const end = performance.now() + patienceMs;
  // Asked from here: waiting within the page would need eval, which a policy may forbid.
  while (!(await page.evaluate(isUsable, selector, option))) {
    if (performance.now() > end) throw new Error(`${selector} cannot be used${option === undefined ? '' : `, or does not offer ${option}`}`);
    await sleep(20);
  }
}

/** Runs in the page. @param {string} selector @param {string} [option] */
function isUsable(selector, option) {
  const control = globalThis.document.querySelector(selector);
  if (!control || control.disabled) return false;
  return option === undefined || [...control.options].some(({ value }) => value === option);
}

/** @returns {Promise<import('./visit.mjs').Tab>} */
async function openTab(browser, witness) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  // As Chromium's: where nothing moves between the moment a place is found and the click there.
  await page.setViewport({ width: 1280, height: 720 });
  page.on('error', () => witness.problem('the page crashed'));
  page.on('pageerror', (error) => witness.problem(`uncaught: ${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') witness.problem(`console.error: ${message.text()}`);
  });
  page.on('request', (request) => witness.request(request.url()));
  page.on('response', (response) => witness.response(response.url(), response.status()));
  await page.evaluateOnNewDocument(collectViolations);
  return {
    goto: (url) => page.goto(url),
    async click(selector) {
      await usable(page, selector);
      await page.click(selector);
    },
    async fill(selector, text) {
      await usable(page, selector);
      await page.$eval(selector, (field) => field.select());
      await page.keyboard.press('Backspace');
      await page.type(selector, text);
    },
    async select(selector, value) {
      await usable(page, selector, value);
      await page.select(selector, value);
    },
    async chooseFile(selector, path) {
      const field = await page.$(selector);
      await field.uploadFile(path);
    },
    async press(keys) {
      const names = keys.split('+');
      for (const name of names) await page.keyboard.down(name);
      for (const name of names.reverse()) await page.keyboard.up(name);
    },
    type: (text) => page.keyboard.type(text),
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: (path, whole = false) => page.screenshot({ path, fullPage: whole }),
    evaluate: (script, argument) => page.evaluate(script, argument),
    close: () => context.close(),
  };
}
