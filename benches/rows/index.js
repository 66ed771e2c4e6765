// All rows of the benchmark. To add one: an entry in one of these files, or a file of its own and a line here.
import { countVowelsRows } from './count-vowels.js';
import { echoRows } from './echo.js';
import { hostFunctionRows } from './host-functions.js';
import { importRows } from './imports.js';
import { kernelRows } from './kernel.js';
import { lifecycleRows } from './lifecycle.js';
import { pathRows } from './path.js';
import { poolRows } from './pool.js';
import { startUpRows } from './start-up.js';
import { workerRows } from './workers.js';

/**
 * One row of the table. It is timed where its contestants are made (`contestants`), or from outside, in a fresh
 * page or process each time (`startUp`).
 *
 * @typedef {object} Row
 * @property {string} id what `--rows` and the figures call it
 * @property {string} group
 * @property {string} name `{size}` in it stands for the size of the plug-in `guest`
 * @property {string} [guest]
 * @property {string[]} [engines] the engines it is for; all unless told
 * @property {boolean} [isolated] whether its page is cross-origin isolated; true unless told
 * @property {string | null} [against] the contestant that `ours` is compared with: `theirs` unless told, none for null
 * @property {string} [floor] the contestant that is shown as the floor
 * @property {() => Promise<import('../harness/measure.js').Contestant[]>} [contestants] makes them and checks one answer
 *   of each
 * @property {StartUp} [startUp]
 *
 * @typedef {{guest: string, options?: object, call: string, input: string, expected: string, ours: string, theirs?: string, network?: Network, steps?: boolean}} StartUp
 *   `options` go to `createPlugin`; `ours` and `theirs` are what is imported; with `network`, all comes over one that the browser makes slow
 *
 * @typedef {object} Network
 * @property {number} latencyMs of a trip to the server and back
 * @property {number} mbitPerSecond
 * @property {boolean} [warm] whether the browser has all files from an earlier visit
 * @property {boolean} [hints] whether the page's head names all files, so that none waits for another
 */
/**
 */

/** @type {Row[]} */
export const rows = [
  ...echoRows,
  ...pathRows,
  ...countVowelsRows,
  ...importRows,
  ...hostFunctionRows,
  ...workerRows,
  ...poolRows,
  ...lifecycleRows,
  ...startUpRows,
  ...kernelRows,
];
