/** The URL of the script that is being run, where it is no module: there nothing else says where it is. */
const classic = /** @type {HTMLScriptElement | null | undefined} */ (globalThis.document?.currentScript)?.src;

/**
 * Where a file of the package is that bundlers know nothing of.
 *
 * @param {string} name of the file
 * @param {() => URL} own where the host's WebAssembly is, in the form that bundlers look for; throws in a classic script
 * @returns {URL | undefined} `undefined` where that form tells it rightly
 */
export function elsewhere(name, own) {
  let url;
  try {
    url = own().href;
  } catch {
    return new URL(name, classic || globalThis.location?.href || 'file:///');
  }
  // Vite's development server moves the scripts of packages, up to Vite 7 without the files beside them. Those are where they were.
  const moved = url.replace(/\/node_modules\/\.vite\/.*/, `/node_modules/extism-web/pkg/${name}`);
  return moved === url ? undefined : new URL(moved);
}
