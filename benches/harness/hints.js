// What a page's head says of the files that its scripts will ask for.

/** What each host is in, by what is imported. @type {Record<string, [rel: string, path: string][]>} */
const files = {
  'extism-web': [
    ['modulepreload', '/pkg/browser.js'],
    ['preload', '/pkg/extism_web_bg.wasm'],
  ],
  '@extism/extism': [['modulepreload', '/node_modules/@extism/extism/dist/browser/mod.js']],
};

/**
 * Names the files of a host and a plug-in in the page's head.
 * @param {string} specifier
 * @param {string} plugin its path from the repository's root
 */
export function giveHints(specifier, plugin) {
  for (const [rel, href] of [...files[specifier], ['preload', `/${plugin}`]]) {
    const link = document.createElement('link');
    // Scripts that preload need no more; what `fetch` asks for must say that it is that.
    Object.assign(link, { rel, href, ...(rel === 'preload' && { as: 'fetch', crossOrigin: 'anonymous' }) });
    document.head.append(link);
  }
}
