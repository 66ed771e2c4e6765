// Most plug-ins need no WASI, and so its module is fetched when one does.

/**
 * @param {object} paths what plug-ins may see, by the path they see it at
 * @param {((stream: string, line: string) => void) | undefined} output
 */
export async function prepare(paths, output) {
  const wasi = await import('./preview1.js');
  return wasi.prepare(paths, output);
}
