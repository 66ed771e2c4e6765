import { appendFlag, errno, fileType, readRight, whence, writeRights } from './preview1.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { FileStat } from './file-stat.js' */

/**
 * New times of a file, in nanoseconds since 1970; those that are not given stay.
 * @typedef {{accessed?: bigint, modified?: bigint}} Times
 */

/** The largest offset that files have. */
const maxOffset = 2n ** 63n - 1n;

/** @param {bigint} rights */
export const opensForWriting = (rights) => (rights & writeRights) !== 0n;

/** Without any right a file can be read. @param {bigint} rights */
export const opensForReading = (rights) => (rights & readRight) !== 0n || !opensForWriting(rights);

/** A file that is open: in memory or on a disk. */
export class OpenFile {
  /** @type {'file'} */
  kind = 'file';
  type = fileType.regularFile;

  /** The directory or file of the option that it belongs to. @type {AllowedPath | undefined} */
  root;

  #position = 0n;

  /** @param {bigint} rights those it is opened with @param {number} flags */
  constructor(rights, flags) {
    this.flags = flags;
    this.writable = opensForWriting(rights);
    this.readable = opensForReading(rights);
  }

  /**
   * Reads at an offset.
   * @param {Uint8Array} target
   * @param {bigint} offset not negative
   * @returns {number} how many bytes, fewer than asked for at the file's end
   */
  readAt(target, offset) {
    throw new TypeError(`readAt is not implemented: ${target.length} ${offset}`);
  }

  /**
   * Writes at an offset.
   * @param {Uint8Array} source not empty
   * @param {bigint} offset not negative
   * @returns {number} how many bytes
   */
  writeAt(source, offset) {
    throw new TypeError(`writeAt is not implemented: ${source.length} ${offset}`);
  }

  /** @returns {bigint} bytes */
  get size() {
    return 0n;
  }

  /** @param {bigint} _size */
  resize(_size) {}

  /** @returns {FileStat} */
  stat() {
    throw new TypeError('stat is not implemented');
  }

  /** @param {Times} _times */
  setTimes(_times) {}

  sync() {}

  close() {}

  /**
   * Reads where the file stands, or at an offset, which leaves it where it stands.
   *
   * @param {Uint8Array[]} targets
   * @param {bigint} [offset]
   * @returns {{ret: number, count: number}}
   */
  read(targets, offset) {
    if (!this.readable) return { ret: errno.badf, count: 0 };
    if (offset !== undefined && offset < 0n) return { ret: errno.inval, count: 0 };
    let count = 0;
    for (const target of targets) {
      const read = target.length === 0 ? 0 : this.readAt(target, (offset ?? this.#position) + BigInt(offset === undefined ? 0 : count));
      count += read;
      if (offset === undefined) this.#position += BigInt(read);
      if (read < target.length) break;
    }
    return { ret: errno.success, count };
  }

  /**
   * Writes where the file stands, or at its end when it is appended to, or at an offset.
   *
   * @param {Uint8Array[]} sources
   * @param {bigint} [offset]
   * @returns {{ret: number, count: number}}
   */
  write(sources, offset) {
    if (!this.writable) return { ret: errno.badf, count: 0 };
    if (offset !== undefined && offset < 0n) return { ret: errno.inval, count: 0 };
    let at = offset ?? ((this.flags & appendFlag) !== 0 ? this.size : this.#position);
    let count = 0;
    for (const source of sources) {
      if (source.length === 0) continue;
      let written;
      try {
        written = this.writeAt(source, at);
      } catch (error) {
        // What was written before counts; the next attempt fails.
        if (count === 0) throw error;
        break;
      }
      at += BigInt(written);
      count += written;
      if (written < source.length) break;
    }
    if (offset === undefined && count > 0) this.#position = at;
    return { ret: errno.success, count };
  }

  /** @param {bigint} offset @param {number} from one of `whence` @returns {number | bigint} where it stands then, or why not */
  seek(offset, from) {
    const base = from === whence.set ? 0n : from === whence.current ? this.#position : from === whence.end ? this.size : undefined;
    if (base === undefined || base + offset < 0n || base + offset > maxOffset) return errno.inval;
    return (this.#position = base + offset);
  }

  /** @returns {bigint} */
  tell() {
    return this.#position;
  }
}
