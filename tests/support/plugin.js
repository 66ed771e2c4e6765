// Makes plug-ins for specs, closes them after each test, and looks at how promises end.
import { expect } from 'chai';
import createPlugin from 'extism-web';
import { fixtureBytes, inWorker } from './fixtures.js';

const open = new Set();

afterEach(async () => {
  await Promise.all([...open].map((plugin) => plugin.close()));
  open.clear();
});

/**
 * A plug-in that the end of the test closes.
 * @param {string | object} manifest a fixture's name, or anything that `createPlugin` takes but a string
 * @param {object} [options]
 */
export async function make(manifest, options) {
  const source = typeof manifest === 'string' ? await fixtureBytes(manifest) : manifest;
  return kept(await create(source, options));
}

/** A plug-in of anything that `createPlugin` takes, where plug-ins run in this run of the specs. */
export const create = (manifest, options) => createPlugin(manifest, here(options));

/** A plug-in of a compiled one, where plug-ins run in this run of the specs; the end of the test closes it. */
export const instantiate = async (compiled, options) => kept(await compiled.instantiate(here(options)));

/** Has the end of the test close a plug-in or a pool. */
export function kept(closable) {
  open.add(closable);
  return closable;
}

/** The options, with the place where plug-ins run unless they name it. */
function here(options) {
  if (!inWorker || (options !== undefined && (typeof options !== 'object' || options === null))) return options;
  return { runInWorker: true, ...options };
}

/**
 * The outcome of a synchronous call. In a worker there is none: checks that it is refused, and makes the call wait.
 * @param {import('extism-web').Plugin} plugin
 * @param {string} name
 * @param {import('extism-web').PluginInput} [input]
 * @param {unknown} [hostContext]
 */
export async function callSync(plugin, name, input, hostContext) {
  if (!inWorker) return plugin.callSync(name, input, hostContext);
  const refused = (error) => error.code === 'UNSUPPORTED';
  expect(() => plugin.callSync(name, input, hostContext)).to.throw().that.satisfies(refused);
  return plugin.call(name, input, hostContext);
}

/**
 * What a promise rejects with; fails when it does not.
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>}
 */
export async function rejection(promise) {
  let value;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  expect.fail(`expected a rejection, got ${String(value)}`);
}

/**
 * Checks that a promise rejects with this code, and a message that is the text or matches the pattern.
 * @param {Promise<unknown>} promise
 * @param {string} code
 * @param {string | RegExp} message
 */
export async function expectError(promise, code, message) {
  const error = await rejection(promise);
  expect(error, String(error)).to.be.instanceOf(Error);
  if (typeof message === 'string') expect(error.message).to.equal(message);
  else expect(error.message).to.match(message);
  expect(error.code, error.message).to.equal(code);
  return error;
}

/**
 * Checks that a plug-in with host functions is refused, as it is where its worker could not wait for the page.
 * @param {Promise<unknown>} making
 */
export const expectNoFunctions = (making) =>
  expectError(making, 'UNSUPPORTED', /^host function "[^"]+" "[^"]+" is on the page, which the plug-in's worker cannot wait for: serve the page cross-origin isolated \(COOP and COEP headers\), or use an engine with JSPI \(WebAssembly\.Suspending\)$/);

/** A logger that keeps what it is given, as `[level, text]`. */
export function recorder() {
  const lines = [];
  const method = (level) => (text) => void lines.push([level, text]);
  const levels = ['trace', 'debug', 'info', 'warn', 'error'];
  return { lines, ...Object.fromEntries(levels.map((level) => [level, method(level)])) };
}
