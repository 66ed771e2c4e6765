// The hosts that are compared: both are used through the same calls of their public API.

/**
 * @typedef {{name: string, createPlugin: (manifest: object, options?: object) => Promise<any>, module: any}} Host
 */

/** @param {string} name @param {string} specifier @returns {Promise<Host>} */
async function host(name, specifier) {
  const module = await import(specifier);
  return { name, createPlugin: module.default ?? module.createPlugin, module };
}

/** This package and the JavaScript host, in this order. */
export const loadHosts = () => Promise.all([host('ours', 'extism-web'), host('theirs', '@extism/extism')]);
