/**
 * Numbers of WASI preview 1 that the wrappers here speak of.
 * @module
 */

/** What a call answers: 0, or why not. */
export const errno = Object.freeze({
  success: 0,
  badf: 8,
  fault: 21,
  fbig: 22,
  ilseq: 25,
  inval: 28,
  loop: 32,
  nospc: 51,
  notsup: 58,
  rofs: 69,
  notcapable: 76,
});

/** The flag of a path's lookup that follows a symbolic link at its end. */
export const followLink = 1;

/** How `path_open` opens. */
export const openFlags = Object.freeze({ create: 1, directory: 2, exclusive: 4, truncate: 8 });

/** The flag of a descriptor that writes at the end of the file. */
export const appendFlag = 1;

/** How `fd_seek` counts: from the file's beginning. */
export const fromStart = 0;

export const fileType = Object.freeze({ directory: 3, regularFile: 4 });

/** Every right there is. */
export const allRights = (1n << 30n) - 1n;

/** The rights with which a file's content can be changed: to write, to allocate, to set the size. */
export const writeRights = (1n << 6n) | (1n << 8n) | (1n << 22n);
