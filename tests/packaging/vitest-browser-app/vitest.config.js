import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A project as most are: its node_modules are below its root.
  root: fileURLToPath(new URL('..', import.meta.url)),
  publicDir: 'app/public',
  test: {
    include: ['app/browser.test.js'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: 'playwright',
      instances: [{ browser: 'chromium', launch: { executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] } }],
    },
  },
});
