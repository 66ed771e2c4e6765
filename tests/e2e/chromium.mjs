// The installed Chromium, driven by Playwright.
import { launchChromium } from '../support/launch-chromium.mjs';
import { collectViolations } from './visit.mjs';

/** @returns {Promise<import('./visit.mjs').Browser>} */
export async function launch() {
  const browser = await launchChromium();
  return { open: (witness) => openTab(browser, witness), close: () => browser.close() };
}

/** @returns {Promise<import('./visit.mjs').Tab>} */
async function openTab(browser, witness) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('crash', () => witness.problem('the page crashed'));
  page.on('pageerror', (error) => witness.problem(`uncaught: ${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') witness.problem(`console.error: ${message.text()}`);
  });
  page.on('request', (request) => witness.request(request.url()));
  page.on('response', (response) => witness.response(response.url(), response.status()));
  await page.addInitScript(collectViolations);
  return {
    goto: (url) => page.goto(url),
    click: (selector) => page.click(selector),
    fill: (selector, text) => page.fill(selector, text),
    select: (selector, value) => page.selectOption(selector, value),
    chooseFile: (selector, path) => page.setInputFiles(selector, path),
    press: (keys) => page.keyboard.press(keys),
    type: (text) => page.keyboard.type(text),
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: (path, whole = false) => page.screenshot({ path, fullPage: whole }),
    evaluate: (script, argument) => page.evaluate(script, argument),
    close: () => context.close(),
  };
}
