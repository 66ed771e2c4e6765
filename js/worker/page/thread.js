import { PluginError } from '../../error.js';
import { sharedKernelMemory } from '../../../pkg/extism_web.js';
import { channelMemory, PageChannel } from '../channel.js';
import { launch } from './launch.js';
import { MessageLine } from './message-line.js';
import { PageFunctions } from './page-functions.js';
import { SharedLine } from './shared-line.js';

/** @import { SharedMemories } from '../protocol.js' */
/** @import { Source } from './source.js' */
/** @import { WorkerHandle } from './launch.js' */

/**
 * The way to a thread from what the engine keeps as long as the worker runs: listeners, and the request for a lock. They
 * keep the thread only while it has something to do. One that nobody uses any more is dropped, and its worker ended.
 *
 * @typedef {object} Reach
 * @property {Thread | undefined} busy
 * @property {WeakRef<Thread>} idle
 */

/** @param {Reach} reach */
const reached = ({ busy, idle }) => busy ?? idle.deref();

/** Ends workers of threads that were dropped. */
const dropped = new FinalizationRegistry((/** @type {() => void} */ end) => end());

/** A worker with a plug-in in it, from its start to its end. */
export class Thread {
  #source;
  /** @type {Reach} */
  #reach = { busy: undefined, idle: new WeakRef(this) };
  #worker;
  #host;
  /** What is in the plug-in's page side beside calls: vars, the level of the log, kernel memory. */
  #context;
  #shared;
  /** Ends requests of the plug-in, and the waiting for the worker's death. */
  #life = new AbortController();
  #lock = `extism-web ${crypto.randomUUID()}`;

  /** The way to it. */
  line;

  /** Called once when it has ended, whoever ended it. @type {() => void} */
  onEnd = () => {};

  /** Watches over the start. @type {ReturnType<typeof setTimeout>} */
  #limit;

  /**
   * @param {Source} source
   * @param {Thread} [previous] the one whose place it takes; vars and the level of the log stay
   */
  constructor(source, previous) {
    this.#source = source;
    this.#shared = source.shares ? memories(source) : undefined;
    const host = source.host(this.#shared?.kernel, this.#life.signal);
    const context = source.bridge.host;
    if (previous !== undefined) {
      context.applyVarChanges(previous.#context.allVars());
      context.logLevel = previous.#context.logLevel;
    }
    this.#host = host;
    this.#context = context;
    this.#worker = launch(source.options, listener(this.#reach));
    dropped.register(this, ender(this.#worker, this.#life, this.#shared?.channel), this);
    this.#limit = setTimeout(() => this.end(notUp()), UP_LIMIT);
    const functions = new PageFunctions(source, host);
    const ends = { worker: this.#worker, host, context, functions, files: source.files, logger: source.logger };
    this.line = this.#shared === undefined ? new MessageLine(ends) : new SharedLine(ends, this.#shared.channel, source.indices);
  }

  /** Whether it has something to do: then it is not dropped, and the process does not end before it does. @param {boolean} busy */
  keepAlive(busy) {
    this.#reach.busy = busy ? this : undefined;
    this.#worker.keepAlive(busy);
  }

  /**
   * Ends it, if it has not ended yet.
   * @param {unknown} error what its calls reject with
   */
  end(error) {
    if (this.#life.signal.aborted) return;
    this.#life.abort(error);
    dropped.unregister(this);
    clearTimeout(this.#limit);
    this.#worker.terminate();
    this.line.end(error);
    this.onEnd();
  }

  /** Lets go of the page's side, of which nothing is needed any more. */
  free() {
    // What ended the thread may be a function that the page's side is just calling.
    queueMicrotask(() => this.#host.free());
  }

  /** Takes a message of the worker. @param {any} message */
  receive(message) {
    if (message.kind === 'up') this.#start();
    else if (message.kind === 'starting') this.#starting(message.held);
    else if (message.kind === 'closing') this.end(endedByItself());
    else this.line.receive(message);
  }

  /** Everything is there but the plug-in, which the plug-in's time limit is for. @param {boolean} held */
  #starting(held) {
    clearTimeout(this.#limit);
    const { timeLimit } = this.#source;
    if (timeLimit !== undefined) this.#limit = setTimeout(() => this.end(notStarted(timeLimit)), timeLimit);
    if (held) watch(this.#lock, this.#life.signal, this.#reach);
  }

  /** Ends when the plug-in has started. */
  async started() {
    await this.line.started();
    clearTimeout(this.#limit);
  }

  #start() {
    try {
      const message = this.#source.startMessage(this.#shared, this.#context.allVars(), this.#context.logLevel, this.#lock);
      this.#worker.post(message);
    } catch (error) {
      this.end(error);
    }
  }
}

// What follows is kept by the engine. None of it may hold a thread: so it is made where there is none in scope.

/** @param {Reach} reach @returns {import('./launch.js').Listener} */
const listener = (reach) => ({
  message: (message) => reached(reach)?.receive(message),
  died: (error) => reached(reach)?.end(error),
});

/**
 * @param {WorkerHandle} worker
 * @param {AbortController} life
 * @param {import('../channel.js').ChannelMemory | undefined} channel
 */
const ender = (worker, life, channel) => () => {
  life.abort();
  // It may be blocked, and ends sooner when it is not.
  if (channel !== undefined) new PageChannel(channel).end();
  worker.terminate();
};

/**
 * Waits for the lock that the worker holds: whoever gets it knows that the worker is gone.
 * @param {string} lock
 * @param {AbortSignal} signal
 * @param {Reach} reach
 */
function watch(lock, signal, reach) {
  navigator.locks.request(lock, { signal }, () => reached(reach)?.end(endedByItself())).catch(() => {
    // It was ended, and nobody needs to know any more.
  });
}

/** How long a worker may take to load its script (milliseconds). */
const UP_LIMIT = 60_000;

const notUp = () => new PluginError(`the plug-in's worker did not answer within ${UP_LIMIT / 1000} s: its script must be extism-web/worker`, 'WORKER');
/** @param {number} limit */
const notStarted = (limit) => new PluginError(`EXTISM: timed out while waiting for plugin to instantiate: it took longer than ${limit} ms`, 'TIMEOUT');
const endedByItself = () => new PluginError("the plug-in's worker ended by itself", 'WORKER');

/** @param {Source} source @returns {SharedMemories} */
const memories = (source) => ({ kernel: sharedKernelMemory(source.maxPages), channel: channelMemory(), ring: PageChannel.needsRing });
