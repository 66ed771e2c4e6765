/// <reference lib="esnext.disposable" preserve="true" />

/** @import { PluginInput } from './plugin.js' */
/** @import { Scheduler } from './pool/scheduler.js' */
/** @import { CallOptions } from './types.js' */
/** @import { PluginOutput } from './output.js' */

/**
 * What a pool is doing. Every call ever made is in one of `completed`, `failed`, `busy` and `queued`.
 * @typedef {object} PoolStats
 * @property {number} size the most workers there may be
 * @property {number} started the workers there are: busy, idle, or not ready yet
 * @property {number} busy the workers that run a call
 * @property {number} idle the workers that could run one
 * @property {number} queued the calls that wait for a worker
 * @property {number} completed the calls that succeeded
 * @property {number} failed the calls that rejected, for whatever reason
 */

/**
 * Runs the calls of one plug-in in several workers at once. Made by `createPool`.
 *
 * Each worker holds a plug-in of its own: what a call leaves in variables or in the plug-in's memory is seen by later
 * calls that happen to run in the same worker, and by no others. Host functions, `fetch` and the logger are shared: they
 * are called for every worker, on the thread that made the pool.
 *
 * Workers are started when they are needed: by a call that finds all others busy, up to the pool's size. They stay until
 * `close`. One that dies, or whose call times out or is aborted, is replaced and takes nothing from the others.
 */
export class Pool {
  #scheduler;

  /** @internal @param {Scheduler} scheduler */
  constructor(scheduler) {
    this.#scheduler = scheduler;
  }

  /**
   * Calls a function of the plug-in in a free worker. When there is none the call waits, and calls begin in the order
   * in which they were made. Bytes given as input are copied before this returns: changing them later does no harm.
   *
   * Of the options, `timeoutMs` counts from when a worker begins the call. A call whose `signal` is aborted while it
   * waits rejects at once and is never begun.
   *
   * @param {string} name the function's name
   * @param {PluginInput} [input]
   * @param {unknown} [hostContext] what host functions get from `context.hostContext()` in this call
   * @param {CallOptions | null} [options]
   * @returns {Promise<PluginOutput | null>} the output; `null` when the function set none
   * @throws {PluginError} as `Plugin.call`; `ABORTED` when aborted while it waits; `CLOSED` when the pool is closed or
   *   is closed while it waits. When no worker can be started, the error of the start
   */
  call(name, input, hostContext, options) {
    return this.#scheduler.call(name, input, hostContext, options);
  }

  /**
   * Starts all workers that are not started yet, so that no later call has to wait for that.
   *
   * @returns {Promise<void>} rejects with the first error of a start; workers that could be started stay
   */
  warm() {
    return this.#scheduler.warm();
  }

  /**
   * Ends all workers. Calls that wait reject with `CLOSED`, and so do those that run; later calls do too. Closing twice
   * is no error.
   *
   * @returns {Promise<void>} resolves when every worker has ended
   */
  close() {
    return this.#scheduler.close();
  }

  /** Closes the pool; for `await using`. */
  async [Symbol.asyncDispose]() {
    await this.close();
  }

  /** What the pool is doing now. @returns {PoolStats} */
  get stats() {
    return this.#scheduler.stats;
  }
}
