// What a spec may use of its surroundings, the same in Node and in browsers.

/**
 * Set by the runner before any spec is loaded.
 * @type {{engine: 'node'|'chromium'|'firefox', worker: boolean, isolated: boolean, jspi: boolean, serverUrl: string, otherUrl: string}}
 */
const surroundings = /** @type {any} */ (globalThis).extismTest;
if (surroundings === undefined) throw new Error('specs are run by tests/run.mjs');

/** Where this runs. */
export const engine = surroundings.engine;

/** Whether memory can be shared with workers: always in Node, on cross-origin-isolated pages of browsers. */
export const isolated = surroundings.isolated;

/** Whether plug-ins run in workers, but for those of specs that say where. */
export const inWorker = surroundings.worker;

/** Whether the engine's JSPI was left to it. */
export const jspi = surroundings.jspi;

/** Whether WebAssembly can wait for promises (JSPI), here and in workers. */
export const hasJspi = typeof (/** @type {any} */ (WebAssembly).Suspending) === 'function';

/** How plug-ins run: on this thread, or in a worker, over memory that it shares with this thread or over messages. */
export const mode = !inWorker ? 'main' : isolated ? 'shared' : 'messages';

/** Whether plug-ins in workers can call the page: by stopping, or by being suspended. */
export const workersCanCallPage = isolated || hasJspi;

/** Whether plug-ins can call host functions at all in this run. */
export const canCallPage = !inWorker || workersCanCallPage;

/** The test server, without a slash at the end; in a browser, the page's origin. Its routes: routes.mjs. */
export const serverUrl = surroundings.serverUrl;

/** A second server with the same routes: another origin, and another host name. */
export const otherUrl = surroundings.otherUrl;

/** The URL of a plug-in, such as `count_vowels`. */
export const fixtureUrl = (name) => `${serverUrl}/${fixturePath(name)}`;

/** The bytes of a plug-in. @returns {Promise<Uint8Array>} */
export const fixtureBytes = (name) => repositoryBytes(fixturePath(name));

/**
 * The bytes of a file of the repository, by its path from the root.
 * @param {string} path
 * @returns {Promise<Uint8Array>}
 */
export async function repositoryBytes(path) {
  if (engine === 'node') {
    const { readFile } = await import('node:fs/promises');
    return new Uint8Array(await readFile(new URL(`../../${path}`, import.meta.url)));
  }
  const response = await fetch(`${serverUrl}/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

const fixturePath = (name) => `target/fixtures/${name}.wasm`;
