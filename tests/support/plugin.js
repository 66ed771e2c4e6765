// Makes plug-ins for specs, closes them after each test, and looks at how promises end.
import { expect } from 'chai';
import createPlugin from 'extism-web';
import { fixtureBytes } from './fixtures.js';

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
  const plugin = await createPlugin(source, options);
  open.add(plugin);
  return plugin;
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

/** A logger that keeps what it is given, as `[level, text]`. */
export function recorder() {
  const lines = [];
  const method = (level) => (text) => void lines.push([level, text]);
  const levels = ['trace', 'debug', 'info', 'warn', 'error'];
  return { lines, ...Object.fromEntries(levels.map((level) => [level, method(level)])) };
}
