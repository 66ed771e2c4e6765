// Runs specs in the installed Chromium.
import { launchChromium } from '../support/launch-chromium.mjs';
import { isProblem, untilEnd } from './page.mjs';

/** @type {import('./engine.mjs').Engine} */
export async function run(options) {
  const { pageUrl, onEvent, expose } = options;
  const { ended, fail, receive } = untilEnd(options);
  const browser = await launchChromium();
  try {
    browser.once('disconnected', () => fail(new Error('Chromium died')));
    const page = await browser.newPage();
    page.once('crash', () => fail(new Error('the page crashed')));
    page.on('console', (message) => {
      const line = { type: message.type(), text: message.text(), url: message.location().url };
      if (isProblem(line)) onEvent({ type: 'problem', text: `console.error: ${line.text}\n${line.url}` });
    });
    await page.exposeFunction('extismReport', receive);
    const more = expose === undefined ? {} : await expose(page, browser);
    for (const [name, work] of Object.entries(more)) await page.exposeFunction(name, work);
    await Promise.race([page.goto(pageUrl), ended]);
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) fail(new Error(`the page went to ${frame.url()}`));
    });
    await ended;
  } finally {
    // A page that hangs does not keep the browser from closing, but it may take its time.
    await browser.close();
  }
}
