/**
 * The WASI preview 1 of one instance.
 *
 * @typedef {object} WasiContext
 * @property {Record<string, Function>} imports what `wasi_snapshot_preview1` provides; they throw a `PluginError` with
 *   the code `WASI` before `bind` and after `close`
 * @property {(exports: WebAssembly.Exports) => void} bind gives it the instance's memory, before the guest runs
 * @property {() => Promise<void> | undefined} flush passes on output of which the line has not ended, and begins to
 *   write back files: the promise ends when they are written and rejects when they could not be; `undefined` when
 *   there is nothing to wait for
 * @property {() => string} stderr the end of what went to standard error since `flush`, where nobody else is given it
 * @property {() => void} close
 */

/**
 * What WASI contexts are made with.
 *
 * @typedef {object} WasiOptions
 * @property {AllowedPaths} allowedPaths
 * @property {((stream: 'stdout' | 'stderr', line: string) => void) | undefined} output where lines of output go;
 *   `undefined` drops them
 */

/**
 * Guest paths, and the directories that the guest finds there. A guest path, or a host path, that begins with `ro:` is
 * read-only: what would change it fails in the guest with errno 69 (`EROFS`). Paths that lead out of the directory fail
 * with errno 76 (`ENOTCAPABLE`).
 *
 * - In Node: the path of a directory or of one file, which must exist. Symbolic links are followed as long as they stay in
 *   the directory.
 * - Everywhere: a `MemoryDirectory`, which plug-ins and the application share.
 * - Everywhere: an object or `Map` of files by name, whose values are text, bytes, `Blob`s, and such objects again. It
 *   is copied when the plug-in is made. What the plug-in writes goes to the copy; to see it, use a `MemoryDirectory`.
 * - In browsers: a `FileSystemDirectoryHandle`, for example of the origin private file system. Its files are copied
 *   into memory when the plug-in is made, and what the plug-in changed is written back at the end of each call, before
 *   its promise resolves. Changes that others make meanwhile are not seen, and overwritten where the plug-in changes
 *   the same file.
 * - Everywhere: bytes, or a `Blob`, for one file, which is copied. In browsers also a `FileSystemFileHandle`, which is written
 *   back. The plug-in finds the file in a directory that holds nothing else that it may use.
 *
 * @typedef {Record<string, string | DirectoryTree | FileSystemDirectoryHandle | FileSystemFileHandle | Blob | ArrayBuffer | ArrayBufferView>} AllowedPaths
 */

/** @typedef {import('./memory-directory.js').DirectoryTree} DirectoryTree */

/**
 * A WASI implementation: prepares what takes a promise, then makes a context for each instance.
 * @typedef {(options: WasiOptions) => Promise<() => WasiContext>} LoadWasi
 */

export {};
