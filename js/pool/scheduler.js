import { aborted } from '../aborted.js';
import { invalidOption, PluginError } from '../error.js';
import { readInput } from '../bytes.js';
import { readCallOptions } from '../call-options.js';
import { Queue } from './queue.js';

export { poolSize } from './size.js';

/** @import { Implementation, PluginInput } from '../plugin.js' */
/** @import { PoolStats } from '../pool.js' */
/** @import { CallOptions } from '../types.js' */
/** @import { PluginOutput } from '../output.js' */

/**
 * What a pool needs of a plug-in.
 * @typedef {Pick<Implementation, 'call' | 'close' | 'isReady' | 'ready'>} Member
 */

/**
 * A call that waits for a worker.
 * @typedef {object} Waiting
 * @property {(member: Member) => void} begin
 * @property {(reason: unknown) => void} fail
 */

const closed = () => new PluginError('pool is closed', 'CLOSED');

/**
 * What is behind a pool: its workers, and the calls that wait for them. Loaded with the first pool.
 */
export class Scheduler {
  #make;
  #size;

  /** @type {Set<Member>} */
  #members = new Set();

  /** The starts that are under way. @type {Set<Promise<Member | undefined>>} */
  #starts = new Set();

  /** The last used one, whose memory is most likely cached, is used first. @type {Member[]} */
  #idle = [];

  /** Empty whenever a member is idle. @type {Queue<Waiting>} */
  #queue = new Queue();

  #busy = 0;
  #recovering = 0;
  #completed = 0;
  #failed = 0;

  #closed = false;

  /** @type {Promise<void> | undefined} */
  #closing;

  /**
   * @param {() => Promise<Member>} make starts a worker
   * @param {number} size the most there may be of them, at least 1
   */
  constructor(make, size) {
    this.#make = make;
    this.#size = size;
  }

  /**
   * As `Pool.call`.
   * @param {string} name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext]
   * @param {CallOptions | null} [options]
   * @returns {Promise<PluginOutput | null>}
   */
  call(name, input, hostContext, options) {
    try {
      if (this.#closed) throw closed();
      const given = readCallOptions(options);
      checkSignal(given.signal);
      // What was read may have closed the pool.
      if (this.#closed) throw closed();
      const member = this.#idleMember();
      if (member !== undefined) return this.#run(member, name, input, hostContext, given);
      return this.#queued(name, snapshot(input), hostContext, given);
    } catch (error) {
      this.#failed += 1;
      return Promise.reject(error);
    }
  }

  /**
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {unknown} hostContext
   * @param {CallOptions} options
   * @returns {Promise<PluginOutput | null>}
   */
  #queued(name, input, hostContext, options) {
    return new Promise((resolve, reject) => {
      this.#wait(options.signal, {
        begin: (free) => resolve(this.#run(free, name, input, hostContext, options)),
        fail: (reason) => {
          this.#failed += 1;
          reject(reason);
        },
      });
      this.#startForWaiting();
    });
  }

  /** As `Pool.warm`. */
  async warm() {
    if (this.#closed) throw closed();
    while (this.#started < this.#size) this.#start();
    const made = await Promise.allSettled(this.#starts);
    if (this.#closed) throw closed();
    throwFirst(made);
  }

  /** As `Pool.close`. */
  close() {
    this.#closed = true;
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** What the pool is doing now. @returns {PoolStats} */
  get stats() {
    return {
      size: this.#size,
      started: this.#started,
      busy: this.#busy,
      idle: this.#idle.length,
      queued: this.#queue.length,
      completed: this.#completed,
      failed: this.#failed,
    };
  }

  get #started() {
    return this.#members.size + this.#starts.size;
  }

  /**
   * @param {AbortSignal | undefined | null} signal
   * @param {Waiting} waiting
   */
  #wait(signal, waiting) {
    if (signal === undefined || signal === null) {
      this.#queue.push(waiting);
      return;
    }
    const abort = () => {
      this.#queue.remove(place);
      waiting.fail(aborted(signal));
    };
    const place = this.#queue.push({
      begin: (free) => {
        signal.removeEventListener('abort', abort);
        waiting.begin(free);
      },
      fail: (reason) => {
        signal.removeEventListener('abort', abort);
        waiting.fail(reason);
      },
    });
    signal.addEventListener('abort', abort, { once: true });
  }

  /**
   * @param {Member} member
   * @param {string} name
   * @param {PluginInput | undefined} input
   * @param {unknown} hostContext
   * @param {CallOptions | undefined} options
   */
  async #run(member, name, input, hostContext, options) {
    this.#busy += 1;
    try {
      const output = await member.call(name, input, hostContext, options);
      this.#completed += 1;
      return output;
    } catch (error) {
      this.#failed += 1;
      throw error;
    } finally {
      this.#busy -= 1;
      this.#free(member);
    }
  }

  /** Takes one that is ready for a call. A worker may end while it has none. */
  #idleMember() {
    for (let member = this.#idle.pop(); member !== undefined; member = this.#idle.pop()) {
      if (member.isReady()) return member;
      this.#recover(member);
    }
    return undefined;
  }

  /** @param {Member} member has nothing to do */
  #free(member) {
    if (this.#closed) return;
    if (!member.isReady()) {
      this.#recover(member);
      return;
    }
    const next = this.#queue.shift();
    if (next === undefined) this.#idle.push(member);
    else next.begin(member);
  }

  /**
   * Gives a member whose worker ended its time to get another.
   * @param {Member} member
   */
  async #recover(member) {
    this.#recovering += 1;
    let recovered = true;
    try {
      await member.ready();
    } catch {
      recovered = false;
    }
    this.#recovering -= 1;
    if (recovered) this.#free(member);
    else this.#discard(member);
  }

  /** @param {Member} member is of no use any more */
  #discard(member) {
    if (!this.#members.delete(member)) return;
    // It has nothing left that closing it could fail to save.
    member.close().catch(() => {});
    this.#startForWaiting();
  }

  /** Starts workers for calls that no worker is on its way for. */
  #startForWaiting() {
    while (this.#started < this.#size && this.#starts.size + this.#recovering < this.#queue.length) this.#start();
  }

  #start() {
    const start = this.#member();
    this.#starts.add(start);
    start.then(
      (member) => {
        this.#starts.delete(start);
        if (member === undefined) return;
        this.#members.add(member);
        this.#free(member);
      },
      (reason) => {
        this.#starts.delete(start);
        // With other workers about, waiting calls are theirs; with none, nobody would ever begin them.
        if (this.#started === 0) this.#failWaiting(reason);
      },
    );
  }

  /** Starts a worker; `undefined` when the pool was closed meanwhile, and with it the worker. */
  async #member() {
    const member = await this.#make();
    if (!this.#closed) return member;
    await member.close();
    return undefined;
  }

  /** @param {unknown} reason */
  #failWaiting(reason) {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) next.fail(reason);
  }

  async #end() {
    this.#failWaiting(closed());
    const ending = [...this.#members].map((member) => member.close());
    this.#members.clear();
    this.#idle = [];
    // A start that fails now fails nobody.
    await Promise.allSettled(this.#starts);
    throwFirst(await Promise.allSettled(ending));
  }
}

/**
 * An input that later changes to its buffer do not reach.
 * @param {PluginInput | undefined} input
 */
const snapshot = (input) => (typeof input === 'object' && input !== null ? readInput(input)?.slice() : input);

/** @param {AbortSignal | null | undefined} signal @throws when the call cannot even wait */
function checkSignal(signal) {
  if (signal === undefined || signal === null) return;
  if (typeof signal.addEventListener !== 'function') throw invalidOption('the signal of a call must be an AbortSignal');
  if (signal.aborted) throw aborted(signal);
}

/** @param {PromiseSettledResult<unknown>[]} outcomes */
function throwFirst(outcomes) {
  const problem = outcomes.find((outcome) => outcome.status === 'rejected');
  if (problem !== undefined) throw problem.reason;
}
