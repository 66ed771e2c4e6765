/** The messages of a worker, for one who waits for them one by one. */
export class Inbox {
  /** @type {any[]} */
  #messages = [];
  /** @type {{resolve: (message: any) => void, reject: (error: unknown) => void} | undefined} */
  #waiting;
  /** @type {{error: unknown} | undefined} */
  #ended;

  /** @param {any} message */
  put(message) {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting.resolve(message);
    else if (!this.#ended) this.#messages.push(message);
  }

  /** The next message. @returns {Promise<any>} @throws what `end` was given */
  take() {
    if (this.#ended) return Promise.reject(this.#ended.error);
    if (this.#messages.length > 0) return Promise.resolve(this.#messages.shift());
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** There will be no more messages. @param {unknown} error for whoever waits */
  end(error) {
    this.#ended = { error };
    this.#messages = [];
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
