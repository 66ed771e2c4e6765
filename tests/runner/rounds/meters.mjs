// What is measured from outside of a page: memory after a collection of garbage, and its workers.
import { residentBytes, treeOf } from './processes.mjs';

/**
 * What memory holds, in bytes, as far as the engine tells, and how many workers are alive.
 * @typedef {object} Measure
 * @property {number | null} heap JavaScript objects of the page, garbage collected
 * @property {number | null} buffers array buffers and WebAssembly memories of the page
 * @property {number | null} resident what the processes that run pages have in memory
 * @property {number} workers
 */

/** By engine, for the runner's `expose`. Node measures itself. */
export const meters = {
  node: undefined,

  async chromium(page, browser) {
    const devtools = await page.context().newCDPSession(page);
    const system = await browser.newBrowserCDPSession();
    return {
      /** @returns {Promise<Measure>} */
      async extismMeasure() {
        await devtools.send('HeapProfiler.collectGarbage');
        const { usedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage');
        const { processInfo } = await system.send('SystemInfo.getProcessInfo');
        const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
        return {
          heap: usedSize,
          buffers: backingStorageSize ?? null,
          resident: residentBytes(renderers),
          workers: page.workers().length,
        };
      },
    };
  },

  async firefox(page, browser) {
    return {
      /** @returns {Promise<Measure>} */
      extismMeasure: async () => ({
        heap: null,
        buffers: null,
        resident: residentBytes(treeOf(browser.process().pid)),
        workers: page.workers().length,
      }),
    };
  },
};
