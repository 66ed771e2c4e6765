import { checked } from './faults.js';
import { clockId, errno } from './preview1.js';
import { now } from './times.js';

/** @import { Descriptors, State } from './descriptors.js' */

/** What is waited for: a time, or that something can be read or written. */
const kind = Object.freeze({ clock: 0, read: 1, write: 2 });

/** The flag of a clock's time that is no duration. */
const absolute = 1;

/** The flag of an event at the end of what can be read. */
const hangup = 1;

/** How many bytes a subscription and an event have. */
const subscriptionSize = 48;
const eventSize = 32;

/**
 * One thing that is waited for. Files and streams can always be read and written, so there is nothing to wait for but
 * clocks.
 *
 * @typedef {object} Subscription
 * @property {bigint} userdata
 * @property {number} tag of `kind`
 * @property {bigint} wait how long, in nanoseconds; 0 for what is ready
 * @property {boolean} [atEnd] whether there is nothing left to be read in a file
 */

/**
 * @param {State} state
 * @param {(milliseconds: number) => void} sleep which may return earlier
 * @returns {(subscriptions: number, events: number, count: number, result: number) => number}
 */
export const pollFunction = (state, sleep) =>
  checked((subscriptions, events, count, result) => {
    if (count === 0) return errno.inval;
    const from = new DataView(state.buffer, subscriptions, subscriptionSize * count);
    // Nothing is waited for that the plug-in cannot be told of.
    const to = new DataView(state.buffer, events, eventSize * count);
    const view = new DataView(state.buffer);
    view.getUint32(result, true);
    /** @type {Subscription[]} */
    const all = [];
    for (let at = 0; at < from.byteLength; at += subscriptionSize) {
      const subscription = readSubscription(from, at, state.descriptors);
      if (typeof subscription === 'number') return subscription;
      all.push(subscription);
    }
    const wait = all.reduce((least, subscription) => (subscription.wait < least ? subscription.wait : least), all[0].wait);
    const begin = performance.now();
    if (wait > 0n) sleep(Number(wait) / 1e6);
    const passed = BigInt(Math.floor((performance.now() - begin) * 1e6));
    // Also where the sleep was cut short: the plug-in goes on.
    const ready = all.filter((subscription) => subscription.wait <= wait || subscription.wait <= passed);
    ready.forEach((subscription, index) => writeEvent(to, index * eventSize, subscription));
    view.setUint32(result, ready.length, true);
    return errno.success;
  });

/**
 * @param {DataView} view
 * @param {number} at
 * @param {Descriptors} descriptors
 * @returns {Subscription | number} or why there is none
 */
function readSubscription(view, at, descriptors) {
  const userdata = view.getBigUint64(at, true);
  const tag = view.getUint8(at + 8);
  if (tag === kind.clock) {
    const id = view.getUint32(at + 16, true);
    const time = view.getBigUint64(at + 24, true);
    const flags = view.getUint16(at + 40, true);
    const present = id === clockId.realtime || id === clockId.monotonic ? now(id) : undefined;
    if (present === undefined || flags > absolute) return errno.inval;
    const wait = flags === absolute ? time - present : time;
    return { userdata, tag, wait: wait > 0n ? wait : 0n };
  }
  if (tag !== kind.read && tag !== kind.write) return errno.inval;
  const open = descriptors.get(view.getUint32(at + 16, true));
  if (open === undefined || open.kind === 'directory') return errno.badf;
  if (open.kind === 'stream' && !(tag === kind.read ? open.readable : open.writable)) return errno.badf;
  return { userdata, tag, wait: 0n, atEnd: tag === kind.read && open.kind === 'file' && open.tell() >= open.size };
}

/** @param {DataView} view @param {number} at @param {Subscription} subscription */
function writeEvent(view, at, { userdata, tag, atEnd }) {
  for (let offset = 0; offset < eventSize; offset += 8) view.setBigUint64(at + offset, 0n, true);
  view.setBigUint64(at, userdata, true);
  view.setUint8(at + 10, tag);
  if (tag === kind.clock) return;
  // At least as many bytes can be read or written.
  view.setBigUint64(at + 16, 1n, true);
  if (atEnd) view.setUint16(at + 24, hangup, true);
}
