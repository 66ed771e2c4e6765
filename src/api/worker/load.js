// The npm package is the application's, and only at run time is it known where.

/**
 * @param {string} url relative to the page, or a bare name that an import map knows
 * @returns {Promise<object>} the module
 */
export function load(url) {
  const isPath = /^[./]/.test(url);
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  return import(/* webpackIgnore: true */ /* @vite-ignore */ isPath ? new URL(url, base).href : url);
}
