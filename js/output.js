/** @returns {never} */
function readOnly() {
  throw new TypeError('a plug-in\'s output is read-only');
}

/**
 * What a plug-in's function returned: a read-only `DataView` of the bytes, and ways to read them whole.
 *
 * The bytes are a copy that belongs to the caller; later calls do not change them.
 *
 * @extends {DataView<ArrayBuffer>}
 */
export class PluginOutput extends DataView {
  /** @type {string | undefined} */
  #text;

  /** @returns {any} the bytes, read as JSON. @throws {SyntaxError} when they are not JSON */
  json() {
    return JSON.parse(this.text());
  }

  /** @returns {ArrayBuffer} the buffer itself */
  arrayBuffer() {
    return /** @type {ArrayBuffer} */ (this.buffer);
  }

  /** @returns {string} the bytes as UTF-8 text, malformed sequences replaced */
  text() {
    return (this.#text ??= new TextDecoder().decode(this));
  }

  /** @returns {string} the same as `text()` */
  string() {
    return this.text();
  }

  /** @returns {Uint8Array} the bytes, not copied */
  bytes() {
    return new Uint8Array(this.buffer, this.byteOffset, this.byteLength);
  }

  /** @override */ setInt8() { readOnly(); }
  /** @override */ setInt16() { readOnly(); }
  /** @override */ setInt32() { readOnly(); }
  /** @override */ setUint8() { readOnly(); }
  /** @override */ setUint16() { readOnly(); }
  /** @override */ setUint32() { readOnly(); }
  /** @override */ setFloat32() { readOnly(); }
  /** @override */ setFloat64() { readOnly(); }
  /** @override */ setBigInt64() { readOnly(); }
  /** @override */ setBigUint64() { readOnly(); }
}
