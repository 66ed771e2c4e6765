// Where rows run.

/**
 * @typedef {{specifier: string, path: string, options?: object, call: string, input: string, expected: string, steps?: boolean,
 *   network?: import('../rows/index.js').Network}} StartUpJob `path` is the
 *   plug-in's, from the repository's root
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {string} version
 * @property {(id: string, settings: import('../harness/measure.js').Settings, isolated: boolean) => Promise<import('../harness/measure.js').Figures[]>} row
 * @property {(job: StartUpJob) => Promise<{ms: number, steps?: Record<string, number>}>} startUp milliseconds, in all and step by step
 * @property {() => Promise<void>} abandon ends what is running, which rejects
 * @property {() => Promise<void>} close
 */

/** @param {'chromium'|'node'} name @returns {Promise<Engine>} */
export const startEngine = async (name) => (await import(`./${name}.mjs`)).start();
