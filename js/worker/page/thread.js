import { PluginError } from '../../error.js';
import { sharedKernelMemory } from '../../../pkg/extism_web.js';
import { channelMemory, PageChannel } from '../channel.js';
import { launch } from './launch.js';
import { MessageLine } from './message-line.js';
import { PageFunctions } from './page-functions.js';
import { SharedLine } from './shared-line.js';

/** @import { SharedMemories } from '../protocol.js' */
/** @import { Source } from './source.js' */

/** A worker with a plug-in in it, from its start to its end. */
export class Thread {
  #source;
  #worker;
  #host;
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
    if (previous !== undefined) {
      host.applyVarChanges(previous.#host.allVars());
      host.logLevel = previous.#host.logLevel;
    }
    this.#host = host;
    this.#worker = launch(source.options, {
      message: (message) => this.#receive(message),
      died: (error) => this.end(error),
    });
    this.#limit = setTimeout(() => this.end(notUp()), UP_LIMIT);
    const functions = new PageFunctions(source.bridge, host);
    const ends = { worker: this.#worker, host, functions, files: source.files, logger: source.logger };
    this.line = this.#shared === undefined ? new MessageLine(ends) : new SharedLine(ends, this.#shared.channel, source.indices);
  }

  /** Whether the process must not end before it does. @param {boolean} alive */
  keepAlive(alive) {
    this.#worker.keepAlive(alive);
  }

  /**
   * Ends it, if it has not ended yet.
   * @param {unknown} error what its calls reject with
   */
  end(error) {
    if (this.#life.signal.aborted) return;
    this.#life.abort(error);
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

  /** @param {any} message */
  #receive(message) {
    if (message.kind === 'up') this.#start();
    else if (message.kind === 'starting') this.#starting(message.held);
    else if (message.kind === 'closing') this.end(endedByItself());
    else this.line.receive(message);
  }

  /** Everything is there but the plug-in, which the plug-in's time limit is for. @param {boolean} held */
  #starting(held) {
    clearTimeout(this.#limit);
    const { timeLimit } = this.#source;
    if (timeLimit !== undefined) this.#limit = setTimeout(() => this.end(notStarted()), timeLimit);
    if (held) this.#watch();
  }

  /** Ends when the plug-in has started. */
  async started() {
    await this.line.started();
    clearTimeout(this.#limit);
  }

  #start() {
    try {
      const message = this.#source.startMessage(this.#shared, this.#host.allVars(), this.#host.logLevel, this.#lock);
      this.#worker.post(message);
    } catch (error) {
      this.end(error);
    }
  }

  /** Waits for the lock that the worker holds: whoever gets it knows that the worker is gone. */
  #watch() {
    const { signal } = this.#life;
    navigator.locks.request(this.#lock, { signal }, () => this.end(endedByItself())).catch(() => {
      // It was ended, and nobody needs to know any more.
    });
  }
}

/** How long a worker may take to load its script (milliseconds). */
const UP_LIMIT = 60_000;

const notUp = () => new PluginError(`the plug-in's worker did not answer within ${UP_LIMIT / 1000} s: its script must be extism-web/worker`, 'WORKER');
const notStarted = () => new PluginError('EXTISM: timed out while waiting for plugin to instantiate', 'TIMEOUT');
const endedByItself = () => new PluginError("the plug-in's worker ended by itself", 'WORKER');

/** @param {Source} source @returns {SharedMemories} */
const memories = (source) => ({ kernel: sharedKernelMemory(source.maxPages), channel: channelMemory(), ring: PageChannel.needsRing });
