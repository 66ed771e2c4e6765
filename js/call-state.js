import { PluginError } from './error.js';

const IDLE = 0;
const RUNNING = 1;
/** A call runs on that began before the plug-in was closed. */
const CLOSING = 2;
const CLOSED = 3;

/**
 * What a plug-in is doing, in one place. Whatever uses its kernel or its instances enters before it looks at anything that
 * may run the application's code (options, inputs), and leaves after everything that may: so nothing can begin inside.
 *
 * Whether its instances must be made anew after a trap is the host's to know, which alone sees how a guest was left.
 */
export class CallState {
  #state = IDLE;

  /** Begins. @throws {PluginError} REENTRANT, CLOSED */
  enter() {
    if (this.#state !== IDLE) throw this.#refusal();
    this.#state = RUNNING;
  }

  /**
   * Ends what `enter` began.
   * @returns {boolean} whether the plug-in was closed meanwhile, and can be freed now
   */
  leave() {
    const closing = this.#state === CLOSING;
    this.#state = closing ? CLOSED : IDLE;
    return closing;
  }

  /**
   * Lets nothing begin any more.
   * @returns {boolean} whether the plug-in can be freed now: nothing runs, and it was not closed before
   */
  close() {
    const idle = this.#state === IDLE;
    if (this.#state < CLOSING) this.#state = idle ? CLOSED : CLOSING;
    return idle;
  }

  get isRunning() {
    return this.#state === RUNNING || this.#state === CLOSING;
  }

  get isClosed() {
    return this.#state >= CLOSING;
  }

  /** @throws {PluginError} CLOSED */
  checkOpen() {
    if (this.isClosed) throw closed();
  }

  #refusal() {
    return this.isClosed ? closed() : new PluginError('plugin is not reentrant', 'REENTRANT');
  }
}

export const closed = () => new PluginError('plugin is closed', 'CLOSED');
