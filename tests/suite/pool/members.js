// Plug-ins for pools that do what a test tells them, when it tells them.
import { deferred } from '../functions/host.js';

/** The error of a call that cost its plug-in the worker. */
export const timeout = () => Object.assign(new Error('EXTISM: call canceled due to timeout'), { code: 'TIMEOUT' });

/**
 * Makes members whose starts, calls and recoveries end when the test says so.
 * @param {{startsAtOnce?: boolean}} [options]
 */
export function crew({ startsAtOnce = true } = {}) {
  /** What began, in order: `{name, input, hostContext, options, member, resolve, reject}`. */
  const calls = [];
  /** Starts that were asked for, where they do not end at once: deferred. */
  const starts = [];
  const members = [];
  const build = () => {
    const member = { number: members.length, closed: 0, running: 0, recovery: undefined };
    member.call = (name, input, hostContext, options) => {
      if (member.running > 0) throw new Error('a member was given two calls at once');
      if (member.closed > 0) throw new Error('a closed member was given a call');
      member.running += 1;
      const call = { name, input, hostContext, options, member, ...deferred() };
      calls.push(call);
      return call.promise.finally(() => (member.running -= 1));
    };
    member.isReady = () => member.recovery === undefined;
    member.ready = async () => {
      await member.recovery?.promise;
      member.recovery = undefined;
    };
    member.close = async () => void (member.closed += 1);
    members.push(member);
    return member;
  };
  const make = async () => {
    if (startsAtOnce) return build();
    const start = deferred();
    starts.push(start);
    await start.promise;
    return build();
  };
  return { make, calls, starts, members };
}

/** Ends when everything that can go on without timers and without the test's doing has. */
export async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await null;
}
