/** How much is kept (bytes). */
const size = 4096;

/** Keeps the end of what is written. */
export class Tail {
  /** @type {Uint8Array[]} */
  #parts = [];
  #length = 0;
  #cut = false;

  /** @param {Uint8Array} bytes which are its own from now on */
  push(bytes) {
    if (bytes.length === 0) return;
    const part = bytes.length > size ? bytes.slice(-size) : bytes;
    this.#cut ||= part !== bytes;
    this.#parts.push(part);
    this.#length += part.length;
    while (this.#length - this.#parts[0].length >= size) {
      this.#length -= this.#parts[0].length;
      this.#parts.shift();
      this.#cut = true;
    }
    // Many short parts are made one.
    if (this.#parts.length > 256) this.#parts = [this.#joined()];
  }

  /** The text, from the beginning of a line where that is not the first. */
  text() {
    if (this.#length === 0) return '';
    const bytes = this.#joined();
    const text = new TextDecoder().decode(bytes.subarray(Math.max(0, bytes.length - size)));
    if (!this.#cut && bytes.length <= size) return text.trimEnd();
    const line = text.indexOf('\n') + 1;
    return `…${(line > 0 && line < text.length ? text.slice(line) : text.replace(/^\ufffd+/, '')).trimEnd()}`;
  }

  clear() {
    if (this.#length === 0) return;
    this.#parts = [];
    this.#length = 0;
    this.#cut = false;
  }

  #joined() {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}
