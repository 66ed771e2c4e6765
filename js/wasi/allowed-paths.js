import { invalidOption } from '../error.js';

/** @import { AllowedPaths } from './types.js' */

/**
 * What a plug-in may see, and where.
 *
 * @typedef {object} AllowedPath
 * @property {string} guest the path in the plug-in, without a slash at its end
 * @property {any} value the directory, without `ro:`
 * @property {boolean} readOnly
 * @property {string} label how error messages call it
 */

const prefix = 'ro:';

/**
 * Reads the option.
 *
 * @param {AllowedPaths | null | undefined} allowedPaths
 * @returns {AllowedPath[]}
 */
export function readAllowedPaths(allowedPaths) {
  if (allowedPaths === undefined || allowedPaths === null) return [];
  if (typeof allowedPaths !== 'object' || Array.isArray(allowedPaths)) {
    throw invalidOption(`options.allowedPaths must be an object, got ${kindOf(allowedPaths)}`);
  }
  const paths = Object.entries(allowedPaths).map(([key, given]) => {
    const label = `options.allowedPaths[${JSON.stringify(key)}]`;
    const [guest, guestReadOnly] = withoutPrefix(key);
    const [value, hostReadOnly] = typeof given === 'string' ? withoutPrefix(given) : [given, false];
    if (guest === '' || guest.includes('\0')) throw invalidOption(`${label}: the path in the plug-in must not be empty or contain NUL`);
    return { guest: guest.replace(/(?<=.)\/+$/, ''), value, readOnly: guestReadOnly || hostReadOnly, label };
  });
  for (const [index, { guest, label }] of paths.entries()) {
    if (paths.findIndex((path) => path.guest === guest) !== index) throw invalidOption(`${label} names the path ${JSON.stringify(guest)} a second time`);
  }
  return paths;
}

/** @param {string} path @returns {[string, boolean]} */
const withoutPrefix = (path) => (path.startsWith(prefix) ? [path.slice(prefix.length), true] : [path, false]);

/** What error messages call a value's type. @param {unknown} value */
export const kindOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
