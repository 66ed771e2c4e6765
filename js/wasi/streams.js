import { FileStat } from './file-stat.js';
import { Lines } from './lines.js';
import { errno, fileType } from './preview1.js';
import { Tail } from './tail.js';

/** @import { WasiOptions } from './types.js' */

/**
 * A standard stream. It says that it is a terminal, so that C libraries pass on each line as it ends.
 */
export class Stream {
  /** @type {'stream'} */
  kind = 'stream';
  type = fileType.characterDevice;
  flags = 0;
  root = undefined;

  #take;

  /** @param {((bytes: Uint8Array) => void) | undefined} take gets what is written; `undefined` for an input, which is at its end */
  constructor(take) {
    this.#take = take;
  }

  get readable() {
    return this.#take === undefined;
  }

  get writable() {
    return this.#take !== undefined;
  }

  stat() {
    return new FileStat({ number: 0n, type: this.type, links: 0n, size: 0n, accessed: 0n, modified: 0n });
  }

  /** @param {Uint8Array[]} _targets @param {bigint} [offset] */
  read(_targets, offset) {
    if (!this.readable) return { ret: errno.badf, count: 0 };
    return { ret: offset === undefined ? errno.success : errno.spipe, count: 0 };
  }

  /** @param {Uint8Array[]} sources @param {bigint} [offset] */
  write(sources, offset) {
    if (this.#take === undefined) return { ret: errno.badf, count: 0 };
    if (offset !== undefined) return { ret: errno.spipe, count: 0 };
    // Copies, as decoders take no shared memory, and nobody else's code runs before all is read.
    const parts = sources.map((source) => source.slice());
    for (const part of parts) this.#take(part);
    return { ret: errno.success, count: parts.reduce((sum, part) => sum + part.length, 0) };
  }

  close() {}
}

/**
 * The standard streams: an input that is at its end, and outputs that are lines for `output`. Without it the end of what
 * goes to standard error is kept.
 *
 * @param {WasiOptions['output']} output
 */
export function standardStreams(output) {
  const tail = new Tail();
  const lines = output && { stdout: new Lines((line) => output('stdout', line)), stderr: new Lines((line) => output('stderr', line)) };
  return {
    streams: [
      new Stream(undefined),
      new Stream((bytes) => lines?.stdout.push(bytes)),
      new Stream((bytes) => (lines === undefined ? tail : lines.stderr).push(bytes)),
    ],
    flush() {
      lines?.stdout.flush();
      lines?.stderr.flush();
      tail.clear();
    },
    /** What was written to standard error since `flush`, the last of it. */
    stderr: () => tail.text(),
  };
}
