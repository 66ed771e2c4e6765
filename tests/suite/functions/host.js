// Host functions for the plug-ins `host_*`, and the ways in which one may give its result.
import { hasJspi, mode } from '../../support/fixtures.js';

/** Whether a call can wait for a promise here: a worker that shares memory just stops for it. */
export const canWait = mode === 'shared' || hasJspi;

/** Whether a plug-in can wait for a promise also where JavaScript stands in between, and as it starts. */
export const canWaitAnywhere = mode === 'shared';

/** Whether a plug-in can call host functions as it starts: not where the worker must be suspended for that. */
export const canCallAtStart = mode !== 'messages';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const same = (_context, value) => value;

/** The functions that `host_fns` imports; each returns what it is given, but for the given ones. */
export function host(own = {}) {
  const mixed = (_context, i32, i64, f32, f64) => i32 + Number(i64) + f32 + f64;
  return { host: { i32: same, i64: same, f32: same, f64: same, handle: same, void: () => {}, mixed, ...own } };
}

/** A function made into others that come to the same end: those that do where nothing can wait, and the rest. */
export const ways = {
  plainly: (work) => work,
  ...(canWait && {
    'as an async function': (work) => async (...args) => work(...args),
    'in a promise': (work) => (...args) => new Promise((resolve) => resolve(work(...args))),
    'after a timer': (work) => (...args) => sleep(1).then(() => work(...args)),
    'in a thenable': (work) => (...args) => ({ then: (...settle) => void Promise.resolve().then(() => work(...args)).then(...settle) }),
  }),
};

/** A promise with its ends outside. */
export function deferred() {
  let resolve, reject;
  const promise = new Promise((...ends) => ([resolve, reject] = ends));
  return { promise, resolve, reject };
}

/** Waits until `condition` holds. */
export async function until(condition) {
  while (!(await condition())) await sleep(5);
}

/** 8 bytes for each number of `values`: `[type, value]`. */
export function encode(...values) {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach(([type, value], index) => view[`set${setters[type]}`](8 * index, value, true));
  return new Uint8Array(view.buffer);
}

/** The number that the plug-in's output is. */
export const decode = (type, output) => output[`get${setters[type]}`](0, true);

const setters = { i32: 'Int32', u32: 'Uint32', i64: 'BigInt64', u64: 'BigUint64', f32: 'Float32', f64: 'Float64' };
