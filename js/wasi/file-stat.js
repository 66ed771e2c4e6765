import { allRights, fileType, placeRights } from './preview1.js';

/** @import { Entry } from './directory-types.js' */

/** WASI's `filestat`. Times are nanoseconds since 1970. */
export class FileStat {
  /** @param {{device?: bigint, number: bigint, type: number, links?: bigint, size: bigint, accessed: bigint, modified: bigint, changed?: bigint}} fields */
  constructor({ device = 0n, number, type, links = 1n, size, accessed, modified, changed = modified }) {
    this.filetype = type;
    this.number = number;
    this.fields = [device, number, BigInt(type), links, size, accessed, modified, changed];
  }

  /** @param {DataView} view @param {number} address */
  write(view, address) {
    this.fields.forEach((value, index) => view.setBigUint64(address + 8 * index, value, true));
  }
}

/**
 * Writes WASI's `fdstat`. It lists every right: C libraries ask directories for those that they may open files with. Of a character
 * device all but those to seek and to tell: by that they know a terminal, to which they pass on each line as it ends.
 *
 * @param {DataView} view
 * @param {number} address
 * @param {number} type
 * @param {number} flags
 */
export function writeStatus(view, address, type, flags) {
  for (let at = 0; at < 24; at += 8) view.setBigUint64(address + at, 0n, true);
  view.setUint8(address, type);
  view.setUint16(address + 2, flags, true);
  view.setBigUint64(address + 8, type === fileType.characterDevice ? allRights & ~placeRights : allRights, true);
  view.setBigUint64(address + 16, allRights, true);
}

/** The entries of a directory that stand for itself and for the one that it is in. @param {bigint} number its own @returns {Entry[]} */
export const ownEntries = (number) => ['.', '..'].map((name) => ({ name, type: fileType.directory, number }));
