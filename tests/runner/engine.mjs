// What the ways of running specs have in common.

/**
 * What to run. `specs` are paths from the repository's root.
 * @typedef {{
 *   surroundings: {engine: string, worker: boolean, isolated: boolean, jspi: boolean, serverUrl: string, otherUrl: string},
 *   specs: string[],
 *   grep: string|null,
 *   testTimeoutMs: number,
 * }} Job
 *
 * @typedef {{
 *   job: Job,
 *   pageUrl: string,
 *   onEvent: (event: import('./events.js').TestEvent) => void,
 *   signal: AbortSignal,
 *   expose?: (page: any, browser: any) => Promise<Record<string, (value: any) => any>>,
 *   child?: {url: URL, execArgv: string[]},
 * }} Run `expose`: functions that the page may call besides, in browsers; `child`: what runs the job, in Node
 *
 * Runs the job to its end; rejects when what it runs in dies or `signal` says so, and leaves nothing running.
 * @typedef {(run: Run) => Promise<void>} Engine
 */

/** @type {Record<string, () => Promise<{run: Engine}>>} */
const engines = {
  node: () => import('./node.mjs'),
  chromium: () => import('./chromium.mjs'),
  firefox: () => import('./firefox.mjs'),
};

/** The names of all of them. */
export const engineNames = Object.keys(engines);

/** @param {string} name @returns {Promise<Engine>} */
export const loadEngine = async (name) => (await engines[name]()).run;
