// Runs one program on `@extism/extism` and on this package, in the same process or page, and compares what comes of it.
//
// Plug-ins of the peer run on the main thread, also where ours run in workers: in a worker it loses vars and errors of host
// functions, and never ends where linking fails. What it can do there is compared by `sameInWorkers`.
import { expect } from 'chai';
import * as own from 'extism-web';
import { fixtureBytes, hasJspi, inWorker, isolated, repositoryBytes } from '../../support/fixtures.js';
import { recorder } from '../../support/plugin.js';
import { peer } from './package.js';

/** Whether host functions may be `async` here in both packages. */
export const bothCanWait = hasJspi;

/**
 * A package, as a program sees it.
 * @typedef {object} Host
 * @property {any} package what it exports
 * @property {(manifest: any, options?: object) => Promise<any>} create `createPlugin`, where plug-ins run in this run of the specs
 * @property {(fixture: string, options?: object) => Promise<any>} make the same, of a fixture
 * @property {ReturnType<typeof recorder>} logger
 */

/**
 * @typedef {object} Outcome
 * @property {unknown} [value]
 * @property {string} [error] the class of JavaScript's own that it is an instance of
 * @property {unknown} [message]
 * @property {[string, string][]} logs
 */

/**
 * @param {any} extism
 * @param {boolean} worker
 * @param {(host: Host) => unknown} work
 * @returns {Promise<Outcome>}
 */
async function outcome(extism, worker, work) {
  const open = [];
  const logger = recorder();
  const create = async (manifest, options) => {
    const plugin = await extism.createPlugin(manifest, worker ? { runInWorker: true, ...options } : options);
    open.push(plugin);
    return plugin;
  };
  const make = async (fixture, options) => create((await fixtureBytes(fixture)).slice().buffer, { logger, ...options });
  try {
    const value = await work({ package: extism, create, make, logger });
    return { value, logs: logger.lines };
  } catch (error) {
    return { error: classOf(error), message: error instanceof Error ? error.message : error, logs: logger.lines };
  } finally {
    await Promise.all(open.map((plugin) => plugin.close()));
  }
}

const classes = { TypeError, RangeError, SyntaxError, Error };

/** @param {unknown} error */
const classOf = (error) => Object.entries(classes).find(([, Class]) => error instanceof Class)?.[0] ?? typeof error;

/** @param {(host: Host) => unknown} work */
async function both(work, peerInWorker = false) {
  return { theirs: await outcome(peer, peerInWorker, work), ours: await outcome(own, inWorker, work) };
}

/**
 * A test as `same`, of both packages in workers, where both can run there.
 * @param {string} title
 * @param {(host: Host) => unknown} work
 */
export function sameInWorkers(title, work) {
  if (!inWorker || !isolated) return;
  it(title, async () => {
    const { theirs, ours } = await both(work, true);
    expect(ours).to.deep.equal(theirs);
  });
}

/**
 * A test that both packages come to the same end: value, or class and text of the error, and what is logged.
 * @param {string} title
 * @param {(host: Host) => unknown} work
 */
export function same(title, work) {
  it(title, async () => {
    const { theirs, ours } = await both(work);
    expect(ours).to.deep.equal(theirs);
  });
}

/**
 * A test of a difference that is on purpose: that it is one, that docs/migrating.md has it, and what comes of it here.
 * @param {string} title
 * @param {string} row the beginning of the first cell of its row in docs/migrating.md
 * @param {(host: Host) => unknown} work
 * @param {unknown | RegExp} expected the value, or what the error's message matches
 */
export function differs(title, row, work, expected) {
  it(`${title} (on purpose: ${row})`, async () => {
    const { theirs, ours } = await both(work);
    expect((await differences()).some((known) => known.startsWith(row)), `a row of docs/migrating.md that begins with ${row}`).to.equal(true);
    expect(ours).to.not.deep.equal(theirs);
    if (expected instanceof RegExp) {
      expect(ours.error, `a failure, got ${String(ours.value)}`).to.be.a('string');
      expect(ours.message).to.match(expected);
    } else {
      expect(ours.message).to.equal(undefined);
      expect(ours.value).to.deep.equal(expected);
    }
  });
}

/** @type {Promise<string[]> | undefined} */
let rows;

/** The first cells of the tables of docs/migrating.md. */
function differences() {
  rows ??= repositoryBytes('docs/migrating.md').then((bytes) =>
    new TextDecoder()
      .decode(bytes)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split(' | ')[0].slice(2)),
  );
  return rows;
}
