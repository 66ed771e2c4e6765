/** @import { WasiContext } from './types.js' */

/** The WASI of one plug-in: a context for each of its instances, and what is to be done for all of them. */
export class WasiContexts {
  #create;

  /** @type {Set<WasiContext>} */
  #open = new Set();

  /** @type {Promise<void> | undefined} */
  #saving;

  /** @param {() => WasiContext} create */
  constructor(create) {
    this.#create = create;
  }

  /** The context of a new instance. @returns {WasiContext} */
  make() {
    const made = this.#create();
    const { imports } = made;
    const context = {
      imports,
      bind: (/** @type {WebAssembly.Exports} */ exports) => made.bind(exports),
      flush: () => made.flush(),
      stderr: () => made.stderr(),
      close: () => {
        this.#open.delete(context);
        try {
          this.#flush(made);
        } catch (error) {
          // Nothing may be thrown into the host as it lets go of an instance.
          this.#saving = Promise.reject(error);
          this.#saving.catch(() => {});
        }
        made.close();
      },
    };
    this.#open.add(context);
    return context;
  }

  /** At the end of a call: passes on output of which the line has not ended, and begins to write back files. */
  flush() {
    for (const wasi of this.#open) this.#flush(wasi);
  }

  /** @param {WasiContext} wasi */
  #flush(wasi) {
    const saving = wasi.flush();
    if (saving !== undefined) this.#saving = Promise.all([this.#saving, saving]).then(() => {});
  }

  /** The end of what the plug-in wrote to standard error in this call, where it goes to nobody. */
  get stderr() {
    return [...this.#open].map((wasi) => wasi.stderr()).join('');
  }

  /**
   * Ends when the files that the plug-in changed are written back; `undefined` when there is nothing to wait for.
   * Rejects when they could not be.
   */
  saved() {
    const saving = this.#saving;
    this.#saving = undefined;
    return saving;
  }
}
