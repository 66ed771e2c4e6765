// Where plug-ins are built from: those of the tests, and the playground's samples. In both, a folder for each way to build.

/**
 * @typedef {object} Place
 * @property {string} path from the root of the repository, with slashes
 * @property {string} step begins the names of the build steps
 */

/** @type {Place} */
export const tests = { path: 'tests/guests', step: 'guests' };

/** @type {Place} */
export const samples = { path: 'www/samples', step: 'samples' };
