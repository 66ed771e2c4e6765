// What each fixture exports and imports.
import { basic } from './basic.js';
import { before } from './before.js';
import { hostFunctions } from './host-functions.js';
import { limits } from './limits.js';
import { linking } from './linking.js';
import { pdk } from './pdk.js';
import { start } from './start.js';
import { wasi } from './wasi.js';

/**
 * @typedef {object} Shape
 * @property {string[]} functions the names of the exported functions
 * @property {string[]} [others] other exports that there must be, as `KIND NAME`
 * @property {string[]} [imports] exactly what is imported, as `MODULE NAME`
 * @property {string[]} [among] instead of `imports`: whatever is imported is one of these; `MODULE *` stands for all of it
 * @property {string[]} [needs] besides `among`: what is imported in any case
 */

/** By the fixture's name. @type {Record<string, Shape>} */
export const shapes = { ...basic, ...before, ...linking, ...start, ...hostFunctions, ...limits, ...pdk, ...wasi };
