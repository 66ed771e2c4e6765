// The installed package in an extension of the browser's (manifest version 3): its page, and its service worker.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { launchWithExtension } from '../support/launch-chromium.mjs';
import { answer, workersAnswer } from './answer.mjs';
import { pageWith } from './html.mjs';
import { addPlugins } from './install.mjs';

/** @param {() => import('./install.mjs').Project} project */
export function extensionTests(project) {
  it('runs plug-ins on its page, also in workers, and in its service worker, under the policy of extensions', async () => {
    const folder = join(project().folder, 'extension');
    await cp(fileURLToPath(new URL('extension-app', import.meta.url)), folder, { recursive: true });
    await mkdir(join(folder, 'node_modules'));
    await cp(project().installed, join(folder, 'node_modules', 'extism-web'), { recursive: true });
    await cp(join(project().folder, 'in-worker.mjs'), join(folder, 'in-worker.mjs'));
    await addPlugins(folder);
    await writeFile(join(folder, 'page.html'), pageWith('<script type="module" src="page.js"></script>'));
    const browser = await launchWithExtension(folder);
    try {
      const [background = await browser.waitForEvent('serviceworker')] = browser.serviceWorkers();
      const page = await browser.newPage();
      const problems = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      await page.goto(new URL('page.html', background.url()).href);
      const result = page.locator('#result');
      const said = async () => ({ text: await result.textContent(), problems });
      for (const end = performance.now() + 15_000; performance.now() < end && (await said()).text === '' && problems.length === 0; ) await page.waitForTimeout(50);
      expect(await said()).to.deep.equal({ text: `${workersAnswer} | ${answer}`, problems: [] });
    } finally {
      await browser.close();
    }
  });
}
