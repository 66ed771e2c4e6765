/** Makes lines of the bytes that a plug-in writes to a stream. */
export class Lines {
  #emit;
  #decoder = new TextDecoder();
  #rest = '';

  /** @param {(line: string) => void} emit is given each line without its end */
  constructor(emit) {
    this.#emit = emit;
  }

  /** @param {Uint8Array} bytes may begin or end inside of a character */
  push(bytes) {
    const [first, ...more] = this.#decoder.decode(bytes, { stream: true }).split('\n');
    this.#rest += first;
    for (const next of more) {
      const line = this.#rest;
      this.#rest = next;
      this.#emit(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }

  /** Passes on a line that has not ended. */
  flush() {
    const line = this.#rest + this.#decoder.decode();
    this.#rest = '';
    if (line !== '') this.#emit(line);
  }
}
