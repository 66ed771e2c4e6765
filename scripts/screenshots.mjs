// npm run screenshots: the pictures of the playground in docs/images, taken in Chromium.
import { mkdirSync } from 'node:fs';
import { build } from './build.mjs';
import { inRoot } from './lib/paths.mjs';
import { isMain, runMain } from './lib/process.mjs';
import { isolation, serve } from './lib/serve.mjs';
import { launchChromium } from '../tests/support/launch-chromium.mjs';

const folder = inRoot('docs', 'images');

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} name */
async function sample(page, name) {
  await page.selectOption('#source-sample', name);
  await page.waitForFunction((loaded) => document.querySelector('#status')?.textContent === `Loaded ${loaded}`, name);
}

/** @param {Page} page */
async function run(page) {
  await page.click('#run');
  await page.waitForFunction(() => /^(Done|Failed)/.test(document.querySelector('#status')?.textContent ?? ''));
  await page.waitForTimeout(300);
}

/** @param {Page} page */
async function tour(page) {
  await sample(page, 'abi_tour');
  await run(page);
  await page.click('#result-tab-memory');
  await page.waitForSelector('memory-blocks button');
}

/** The same with the output chosen. @param {Page} page */
async function tourWithBlock(page) {
  await tour(page);
  await page.click('memory-blocks tbody tr:nth-child(2) button');
}

/**
 * What is in each picture; `part` is a selector, `most` the greatest height (CSS pixels).
 * @type {{name: string, width: number, height: number, theme: 'light' | 'dark', part?: string, most?: number, show: (page: Page) => Promise<void>}[]}
 */
const pictures = [
  {
    name: 'playground-light',
    width: 1200,
    height: 800,
    theme: 'light',
    async show(page) {
      await sample(page, 'picture');
      await run(page);
      await page.waitForSelector('#image-facts');
    },
  },
  {
    name: 'playground-dark',
    width: 1200,
    height: 800,
    theme: 'dark',
    async show(page) {
      await sample(page, 'mandelbrot');
      await page.click('input[name=run-mode][value=many]');
      await run(page);
      await page.waitForSelector('run-statistics svg');
    },
  },
  {
    name: 'playground-phone',
    width: 390,
    height: 844,
    theme: 'light',
    async show(page) {
      await run(page);
      await page.evaluate(() => document.querySelector('.results')?.scrollIntoView());
    },
  },
  {
    name: 'playground-memory',
    width: 1200,
    height: 1440,
    theme: 'light',
    part: '.results',
    show: tourWithBlock,
  },
  {
    name: 'playground-map',
    width: 1200,
    height: 900,
    theme: 'light',
    part: '.results',
    most: 560,
    show: tourWithBlock,
  },
  {
    name: 'playground-timeline',
    width: 1200,
    height: 900,
    theme: 'dark',
    part: 'section[aria-label="Events of the call"]',
    async show(page) {
      await tour(page);
      await page.evaluate(() => {
        const slider = /** @type {HTMLInputElement} */ (document.querySelector('#timeline-slider'));
        slider.value = '5';
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      });
    },
  },
];

export async function screenshots() {
  await build();
  mkdirSync(folder, { recursive: true });
  const server = await serve({ roots: { '/': inRoot('www', 'dist') }, headers: isolation });
  const browser = await launchChromium();
  try {
    for (const { name, width, height, theme, part, most, show } of pictures) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, deviceScaleFactor: 1 });
      await page.goto(server.url);
      await page.waitForSelector('#run:enabled');
      await show(page);
      if (width > 400) await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(500);
      const path = `${folder}/${name}.png`;
      const box = part ? await page.locator(part).boundingBox() : null;
      if (box) await page.screenshot({ path, clip: { ...box, height: Math.min(box.height, most ?? Infinity) } });
      else await page.screenshot({ path });
      await page.close();
      console.log(`docs/images/${name}.png`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

if (isMain(import.meta.url)) await runMain(screenshots);
