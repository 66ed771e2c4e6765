// The installed Firefox, driven by Puppeteer.
import puppeteer from 'puppeteer-core';
import { firefox as executable } from '../../scripts/setup/firefox.mjs';
import { collectViolations } from './visit.mjs';

/** @returns {Promise<import('./visit.mjs').Browser>} */
export async function launch() {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: executable(), headless: true });
  return { open: (witness) => openTab(browser, witness), close: () => browser.close() };
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
    click: (selector) => page.click(selector),
    async fill(selector, text) {
      await page.$eval(selector, (field) => field.select());
      await page.keyboard.press('Backspace');
      await page.type(selector, text);
    },
    select: (selector, value) => page.select(selector, value),
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
