/**
 * Numbers of WASI preview 1.
 * @module
 */

/** What a call answers: 0, or why not. */
export const errno = Object.freeze({
  success: 0,
  acces: 2,
  again: 6,
  badf: 8,
  busy: 10,
  exist: 20,
  fault: 21,
  fbig: 22,
  ilseq: 25,
  inval: 28,
  io: 29,
  isdir: 31,
  loop: 32,
  mfile: 33,
  mlink: 34,
  nametoolong: 37,
  nfile: 41,
  noent: 44,
  nomem: 48,
  nospc: 51,
  notdir: 54,
  notempty: 55,
  notsock: 57,
  notsup: 58,
  nxio: 60,
  perm: 63,
  range: 68,
  rofs: 69,
  spipe: 70,
  txtbsy: 74,
  xdev: 75,
  notcapable: 76,
});

/** The flag of a path's lookup that follows a symbolic link at its end. */
export const followLink = 1;

/** How `path_open` opens. */
export const openFlags = Object.freeze({ create: 1, directory: 2, exclusive: 4, truncate: 8 });

/** The flag of a descriptor that writes at the end of the file, and all flags there are. */
export const appendFlag = 1;
export const allStatusFlags = 31;

/** How `fd_seek` counts: from the file's beginning, from where it is, from the end. */
export const whence = Object.freeze({ set: 0, current: 1, end: 2 });

export const fileType = Object.freeze({ unknown: 0, blockDevice: 1, characterDevice: 2, directory: 3, regularFile: 4, socket: 6, symbolicLink: 7 });

/** Every right there is. */
export const allRights = (1n << 30n) - 1n;

export const readRight = 1n << 1n;
export const writeRight = 1n << 6n;

/** The rights by which C libraries tell a file from a terminal. */
export const placeRights = (1n << 2n) | (1n << 5n);

/** The rights with which a file's content can be changed: to write, to allocate, to set the size. */
export const writeRights = writeRight | (1n << 8n) | (1n << 22n);

export const clockId = Object.freeze({ realtime: 0, monotonic: 1, process: 2, thread: 3 });
