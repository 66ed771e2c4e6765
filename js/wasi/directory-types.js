/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { FileStat } from './file-stat.js' */
/** @import { OpenFile, Times } from './open-file.js' */

/** @typedef {{name: string, type: number, number: bigint}} Entry of a directory */

/**
 * A directory that is open: in memory, on a disk, or made for files that the option names. Its paths are text without NUL
 * that is not empty; what answers with a number answers with an errno.
 *
 * @typedef {object} OpenDirectory
 * @property {'directory'} kind
 * @property {number} type
 * @property {number} flags
 * @property {AllowedPath | undefined} root the one of the option that it belongs to
 * @property {Uint8Array} [preopen] its path in the plug-in, where it is one that plug-ins find open
 * @property {Entry[]} [listed] what `fd_readdir` reads on in, from its beginning
 * @property {() => Entry[]} list
 * @property {() => FileStat} stat
 * @property {(times: Times) => number | void} setTimes
 * @property {() => void} close
 * @property {(path: string, follow: boolean, flags: number, rights: bigint, status: number) => OpenFile | OpenDirectory | number} open
 * @property {(path: string, follow: boolean) => FileStat | number} statAt
 * @property {(path: string, follow: boolean, times: Times) => number} setTimesAt
 * @property {(path: string) => number} createDirectory
 * @property {(path: string) => number} removeDirectory
 * @property {(path: string) => number} unlink
 * @property {(path: string) => Uint8Array | number} readLink
 * @property {(target: string, path: string) => number} symlink
 * @property {(path: string, to: OpenDirectory, newPath: string) => number} link to another directory, which may be of another
 *   kind
 * @property {(path: string, to: OpenDirectory, newPath: string) => number} rename
 */

export {};
