// Calls of the functions of WASI preview 1, good and bad. What wasmtime answers is in wasmtime.json.
//
// A plug-in finds `/data` as descriptor 3 and, read-only, `/fixed` as 4. They hold what `files` and `fixed` say.

/** What `/data` holds: texts, and `null` for an empty directory. */
export const files = { file: '0123456789', 'dir/inner': 'inner', 'dir/other': 'other', empty: null };

/** What `/fixed` holds. */
export const fixed = { fixed: 'fixed' };

/** Where results are written. */
const out = 64;
/** Where `path_open` writes the descriptor. */
export const opened = 56;
const [firstPath, secondPath, vectors, text, buffer, subscriptions, events] = [1000, 1200, 128, 2000, 4000, 6000, 8000];
/** The first address outside of the memory. */
export const end = 131072;

/** The descriptor that was opened last; the one before it. */
const [fd, earlier] = ['fd', 'earlier'];

/** A path: its address and its length. */
const path = (value, at = firstPath) => ({ at, value });
const to = (value) => path(value, secondPath);

const u32 = (...values) => new Uint8Array(new Uint32Array(values).buffer);

/** Vectors of these lengths: their address and their number. */
const into = (...lengths) => {
  let at = buffer;
  return { at: vectors, value: u32(...lengths.flatMap((length) => [(at += length) - length, length])), count: lengths.length };
};

/** Vectors with these texts. */
const from = (...texts) => {
  let at = text;
  const numbers = texts.flatMap((part) => [(at += part.length) - part.length, part.length]);
  return { at: vectors, value: u32(...numbers), count: texts.length, put: [[text, texts.join('')]] };
};

/** One vector, at an address of any kind. */
const vector = (address, length) => ({ at: vectors, value: u32(address, length), count: 1 });

export const rights = { read: 1n << 1n, seek: 1n << 2n, write: 1n << 6n, all: (1n << 28n) - 1n };
const both = rights.read | rights.write | rights.seek | (1n << 5n);

const open = (name, { flags = 0, base = both, status = 0, directory = 3, follow = 1 } = {}) => ['path_open', directory, follow, path(name), flags, base, base, status, opened];
const openToRead = (name) => open(name, { base: rights.read });
const openDirectory = (name) => open(name, { flags: 2, base: rights.all & ~rights.write });
const close = (number) => ['fd_close', number];

/** A subscription (48 bytes). */
const subscribe = (tag, userdata, fields) => {
  const view = new DataView(new ArrayBuffer(48));
  view.setBigUint64(0, userdata, true);
  view.setUint8(8, tag);
  fields(view);
  return new Uint8Array(view.buffer);
};
const clock = (id, nanoseconds, { absolute = false, userdata = 7n } = {}) =>
  subscribe(0, userdata, (view) => {
    view.setUint32(16, id, true);
    view.setBigUint64(24, nanoseconds, true);
    view.setUint16(40, absolute ? 1 : 0, true);
  });
const reading = (number, userdata = 8n) => subscribe(1, userdata, (view) => view.setUint32(16, number, true));
const writing = (number, userdata = 9n) => subscribe(2, userdata, (view) => view.setUint32(16, number, true));

const joined = (parts) => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) bytes.set(part, (at += part.length) - part.length);
  return bytes;
};

/** Polls: what is written (of the events all but their `nbytes`), and how many. */
const poll = (...parts) => ({
  put: [[subscriptions, joined(parts)]],
  args: [subscriptions, events, parts.length, out],
  see: [[out, 4], ...parts.map((_, index) => /** @type {[number, number]} */ ([events + 32 * index, 26]))],
});
/** Polls after a file was opened, whose descriptor is 5. */
const pollFile = (before, ...parts) => ({ before, ...poll(...parts) });

const ms = 1_000_000n;

/** Paths that lead out have an errno of their own here. */
const leaves = { errno: 76 };

/** Standard streams say that they are terminals, so that lines are not held back. */
const terminal = '02';

/**
 * @typedef {object} Case
 * @property {any[]} args the function's arguments
 * @property {any[][]} [before] calls that come first and succeed
 * @property {any[][]} [after] calls that come after, and whose answers count, too
 * @property {[number, any][]} [put] what is put into memory before
 * @property {[address: number, length: number][]} [see] the bytes that are looked at in the end
 * @property {Record<string, unknown>} [ours] what is answered here where that is not what wasmtime answers
 * @property {Record<string, unknown>} [inMemory] the same, with files in memory only
 */

/** @type {Record<string, Record<string, Case>>} */
export const cases = {
  args_sizes_get: {
    'there are none': { args: [out, out + 4], see: [[out, 8]] },
    'outside of the memory': { args: [end, out] },
  },
  args_get: {
    'there are none': { args: [out, buffer] },
  },
  environ_sizes_get: {
    'there are none': { args: [out, out + 4], see: [[out, 8]] },
    'outside of the memory': { args: [out, end] },
  },
  environ_get: {
    'there are none': { args: [out, buffer] },
  },
  clock_res_get: {
    'the real-time clock': { args: [0, out] },
    'the monotonic clock': { args: [1, out] },
    'the clock of the process': { args: [2, out] },
    'the clock of the thread': { args: [3, out] },
    'an unknown clock': { args: [4, out] },
    'a negative clock': { args: [-1, out] },
    'outside of the memory': { args: [0, end] },
  },
  clock_time_get: {
    'the real-time clock': { args: [0, 0n, out] },
    'the monotonic clock': { args: [1, 1000n, out] },
    'the clock of the process': { args: [2, 0n, out] },
    'the clock of the thread': { args: [3, 0n, out] },
    'an unknown clock': { args: [4, 0n, out] },
    'outside of the memory': { args: [1, 0n, end - 4] },
  },
  fd_advise: {
    'a file': { before: [open('file')], args: [fd, 0n, 10n, 0] },
    'every advice': { before: [open('file')], args: [fd, 0n, 10n, 5] },
    'an unknown advice': { before: [open('file')], args: [fd, 0n, 10n, 6] },
    'a directory': { args: [3, 0n, 10n, 0] },
    'standard input': { args: [0, 0n, 10n, 0] },
    'standard output': { args: [1, 0n, 10n, 0] },
    'no descriptor': { args: [99, 0n, 10n, 0] },
    'a closed file': { before: [open('file'), close(fd)], args: [fd, 0n, 10n, 0] },
  },
  fd_allocate: {
    'within the file': { before: [open('file')], args: [fd, 0n, 5n], ours: { errno: 0 } },
    'a directory': { args: [3, 0n, 5n] },
    'standard output': { args: [1, 0n, 5n] },
    'no descriptor': { args: [99, 0n, 5n] },
    'nothing': { before: [open('file')], args: [fd, 0n, 0n], ours: { errno: 0 } },
  },
  fd_close: {
    'a file': { before: [open('file')], args: [fd] },
    'a file that is closed': { before: [open('file'), close(fd)], args: [fd] },
    'the directory': { args: [3], after: [['path_filestat_get', 3, 1, path('file'), buffer], ['fd_prestat_get', 3, out]] },
    'no descriptor': { args: [99] },
    'a negative number': { args: [-1] },
    'standard input': { args: [0], after: [['fd_read', 0, into(4), out], ['fd_close', 0]] },
    'standard output': { args: [1], after: [['fd_write', 1, from('x'), out], ['fd_close', 1], ['fd_fdstat_get', 1, buffer]] },
    'the number is given again': { before: [open('file'), close(fd)], args: ['fd'], after: [open('file')], see: [[opened, 4]] },
    'the lowest number is given again': { before: [open('file'), open('file'), close(earlier)], args: [99], after: [open('dir/inner')], see: [[opened, 4]] },
  },
  fd_datasync: {
    'a file': { before: [open('file')], args: [fd] },
    'a file to read': { before: [openToRead('file')], args: [fd] },
    'a directory': { args: [3] },
    'standard output': { args: [1] },
    'no descriptor': { args: [99] },
  },
  fd_sync: {
    'a file': { before: [open('file')], args: [fd] },
    'a file to read': { before: [openToRead('file')], args: [fd] },
    'a directory': { args: [3] },
    'standard output': { args: [1] },
    'no descriptor': { args: [99] },
  },
  fd_fdstat_get: {
    'standard input': { args: [0, buffer], see: [[buffer, 4]], ours: { seen: [`${terminal}000000`] } },
    'standard output': { args: [1, buffer], see: [[buffer, 4]], ours: { seen: [`${terminal}000000`] } },
    'standard error': { args: [2, buffer], see: [[buffer, 4]], ours: { seen: [`${terminal}000000`] } },
    'the directory': { args: [3, buffer], see: [[buffer, 4]] },
    'a file': { before: [open('file')], args: [fd, buffer], see: [[buffer, 4]] },
    'a file that is appended to': { before: [open('file', { status: 1 })], args: [fd, buffer], see: [[buffer, 4]] },
    'no descriptor': { args: [99, buffer] },
    'outside of the memory': { args: [1, end] },
  },
  fd_fdstat_set_flags: {
    'to append': { before: [open('file')], args: [fd, 1], after: [['fd_write', fd, from('x'), out], ['fd_pread', fd, into(20), 0n, out + 8], ['fd_fdstat_get', fd, buffer + 64]], see: [[out + 8, 4], [buffer, 11], [buffer + 64, 4]] },
    'no longer to append': { before: [open('file', { status: 1 })], args: [fd, 0], after: [['fd_write', fd, from('x'), out], ['fd_pread', fd, into(20), 0n, out + 8]], see: [[out + 8, 4], [buffer, 10]] },
    'to wait for nothing': { before: [open('file')], args: [fd, 4] },
    'an unknown flag': { before: [open('file')], args: [fd, 64] },
    'a directory': { args: [3, 1] },
    'standard output': { args: [1, 1] },
    'no descriptor': { args: [99, 0] },
  },
  fd_fdstat_set_rights: {
    'a file': { before: [open('file')], args: [fd, rights.read, 0n] },
    'the directory': { args: [3, rights.read, 0n] },
    'standard output': { args: [1, rights.read, 0n] },
    'no descriptor': { args: [99, rights.read, 0n] },
  },
  fd_filestat_get: {
    'a file': { before: [open('file')], args: [fd, buffer], see: [[buffer + 16, 1], [buffer + 24, 16]] },
    'the directory': { args: [3, buffer], see: [[buffer + 16, 1]] },
    'standard input': { args: [0, buffer], see: [[buffer + 16, 48]], ours: { seen: [`${terminal}${'00'.repeat(47)}`] } },
    'standard output': { args: [1, buffer], see: [[buffer + 16, 48]], ours: { seen: [`${terminal}${'00'.repeat(47)}`] } },
    'no descriptor': { args: [99, buffer] },
    'outside of the memory': { before: [open('file')], args: [fd, end] },
  },
  fd_filestat_set_size: {
    'smaller': { before: [open('file')], args: [fd, 3n], after: [['fd_read', fd, into(20), out]], see: [[out, 4], [buffer, 3]] },
    'larger': { before: [open('file')], args: [fd, 12n], after: [['fd_read', fd, into(20), out]], see: [[out, 4], [buffer, 12]] },
    'a file to read': { before: [openToRead('file')], args: [fd, 3n] },
    'a directory': { args: [3, 3n] },
    'standard output': { args: [1, 3n] },
    'no descriptor': { args: [99, 3n] },
  },
  fd_filestat_set_times: {
    'times that are given': { before: [open('file')], args: [fd, 1_000_000_000n, 2_000_000_000n, 5], after: [['fd_filestat_get', fd, buffer]], see: [[buffer + 40, 16]] },
    'the time of change alone': { before: [open('file')], args: [fd, 0n, 3_000_000_000n, 4], after: [['fd_filestat_get', fd, buffer]], see: [[buffer + 48, 8]] },
    'now': { before: [open('file')], args: [fd, 0n, 0n, 10] },
    'nothing': { before: [open('file')], args: [fd, 0n, 0n, 0] },
    'both given and now': { before: [open('file')], args: [fd, 0n, 0n, 3] },
    'an unknown flag': { before: [open('file')], args: [fd, 0n, 0n, 16] },
    'the directory': { args: [3, 0n, 0n, 10] },
    'standard output': { args: [1, 0n, 0n, 10] },
    'no descriptor': { args: [99, 0n, 0n, 10] },
  },
  fd_pread: {
    'in the middle': { before: [open('file')], args: [fd, into(4), 3n, out], see: [[out, 4], [buffer, 4]] },
    'at the end': { before: [open('file')], args: [fd, into(4), 8n, out], see: [[out, 4], [buffer, 4]] },
    'beyond the end': { before: [open('file')], args: [fd, into(4), 100n, out], see: [[out, 4]] },
    'far beyond the end': { before: [open('file')], args: [fd, into(4), 1n << 62n, out], see: [[out, 4]] },
    'at a negative place': { before: [open('file')], args: [fd, into(4), -1n, out] },
    'into no vectors': { before: [open('file')], args: [fd, into(), 0n, out], see: [[out, 4]] },
    'into an empty vector': { before: [open('file')], args: [fd, into(0), 0n, out], see: [[out, 4]] },
    'a file to write': { before: [open('file', { base: rights.write })], args: [fd, into(4), 0n, out] },
    'a directory': { args: [3, into(4), 0n, out] },
    'standard input': { args: [0, into(4), 0n, out] },
    'standard output': { args: [1, into(4), 0n, out] },
    'no descriptor': { args: [99, into(4), 0n, out] },
    'to outside of the memory': { before: [open('file')], args: [fd, vector(end - 2, 8), 0n, out] },
  },
  fd_prestat_get: {
    'the directory': { args: [3, buffer], see: [[buffer, 8]] },
    'the second directory': { args: [4, buffer], see: [[buffer, 8]] },
    'the number after the last': { args: [5, buffer] },
    'a directory that was opened': { before: [openDirectory('dir')], args: [fd, buffer] },
    'a file': { before: [open('file')], args: [fd, buffer] },
    'standard output': { args: [1, buffer] },
    'no descriptor': { args: [99, buffer] },
    'outside of the memory': { args: [3, end] },
  },
  fd_prestat_dir_name: {
    'the directory': { args: [3, buffer, 5], see: [[buffer, 5]] },
    'with room to spare': { args: [3, buffer, 20], see: [[buffer, 6]] },
    'with too little room': { args: [3, buffer, 3] },
    'a file': { before: [open('file')], args: [fd, buffer, 5] },
    'standard output': { args: [1, buffer, 5] },
    'no descriptor': { args: [99, buffer, 5] },
    'outside of the memory': { args: [3, end - 2, 5] },
  },
  fd_pwrite: {
    'in the middle': { before: [open('file')], args: [fd, from('ab'), 3n, out], after: [['fd_read', fd, into(20), out + 8]], see: [[out, 4], [buffer, 10]] },
    'beyond the end': { before: [open('file')], args: [fd, from('ab'), 12n, out], after: [['fd_read', fd, into(20), out + 8]], see: [[out, 4], [out + 8, 4], [buffer, 14]] },
    'from two vectors': { before: [open('file')], args: [fd, from('ab', 'cd'), 0n, out], after: [['fd_read', fd, into(20), out + 8]], see: [[out, 4], [buffer, 10]], ours: { seen: ['04000000', '61626364343536373839'] } },
    'from no vectors': { before: [open('file')], args: [fd, from(), 0n, out], see: [[out, 4]] },
    'nothing': { before: [open('file')], args: [fd, from(''), 0n, out], see: [[out, 4]] },
    'at a negative place': { before: [open('file')], args: [fd, from('ab'), -1n, out] },
    'a file to read': { before: [openToRead('file')], args: [fd, from('ab'), 0n, out] },
    'a directory': { args: [3, from('ab'), 0n, out] },
    'standard output': { args: [1, from('ab'), 0n, out] },
    'standard input': { args: [0, from('ab'), 0n, out] },
    'no descriptor': { args: [99, from('ab'), 0n, out] },
    'from outside of the memory': { before: [open('file')], args: [fd, vector(end - 2, 8), 0n, out] },
  },
  fd_read: {
    'a file': { before: [open('file')], args: [fd, into(4), out], see: [[out, 4], [buffer, 4]] },
    'a file, on and on': { before: [open('file')], args: [fd, into(7), out], after: [['fd_read', fd, into(7), out], ['fd_read', fd, into(7), out + 8]], see: [[out, 4], [buffer, 7], [out + 8, 4]] },
    'into several vectors': { before: [open('file')], args: [fd, into(4), out], see: [[out, 4], [buffer, 4]] },
    'into no vectors': { before: [open('file')], args: [fd, into(), out], see: [[out, 4]] },
    'into an empty vector': { before: [open('file')], args: [fd, into(0), out], see: [[out, 4]] },
    'into an empty vector and another': { before: [open('file')], args: [fd, into(0, 4), out], see: [[out, 4], [buffer, 4]] },
    'a file to write': { before: [open('file', { base: rights.write })], args: [fd, into(4), out] },
    'a directory': { args: [3, into(4), out] },
    'a directory that was opened': { before: [openDirectory('dir')], args: [fd, into(4), out] },
    'standard input, which is at its end': { args: [0, into(4), out], see: [[out, 4]] },
    'standard input into no vectors': { args: [0, into(), out], see: [[out, 4]] },
    'standard output': { args: [1, into(4), out] },
    'no descriptor': { args: [99, into(4), out] },
    'a closed file': { before: [open('file'), close(fd)], args: [fd, into(4), out] },
    'to outside of the memory': { before: [open('file')], args: [fd, vector(end - 2, 8), out] },
    'vectors outside of the memory': { before: [open('file')], args: [fd, end, 1, out] },
    'too many vectors': { before: [open('file')], args: [fd, vectors, -1, out] },
    'the result outside of the memory': { before: [open('file')], args: [fd, into(4), end] },
  },
  fd_readdir: {
    'a directory': { before: [openDirectory('empty')], args: [fd, buffer, 500, 0n, out], see: [[out, 4], [buffer, 8], [buffer + 16, 9]] },
    'from the second entry': { before: [openDirectory('empty')], args: [fd, buffer, 500, 1n, out], see: [[out, 4], [buffer, 8], [buffer + 16, 10]] },
    'after the last entry': { before: [openDirectory('empty')], args: [fd, buffer, 500, 2n, out], see: [[out, 4]] },
    'far after the last entry': { before: [openDirectory('empty')], args: [fd, buffer, 500, 1n << 40n, out], see: [[out, 4]] },
    'a cookie of all bits': { before: [openDirectory('empty')], args: [fd, buffer, 500, -1n, out], see: [[out, 4]] },
    'a buffer for a part of the name': { before: [openDirectory('empty')], args: [fd, buffer, 50, 0n, out], see: [[out, 4], [buffer + 24, 1]] },
    'a buffer for a part of the entry': { before: [openDirectory('empty')], args: [fd, buffer, 10, 0n, out], see: [[out, 4], [buffer, 8]] },
    'no buffer': { before: [openDirectory('empty')], args: [fd, buffer, 0, 0n, out], see: [[out, 4]] },
    'a file': { before: [open('file')], args: [fd, buffer, 500, 0n, out] },
    'standard output': { args: [1, buffer, 500, 0n, out] },
    'no descriptor': { args: [99, buffer, 500, 0n, out] },
    'to outside of the memory': { before: [openDirectory('empty')], args: [fd, end - 10, 500, 0n, out] },
  },
  fd_renumber: {
    'a file over another': { before: [open('file'), open('dir/inner')], args: [earlier, fd], after: [['fd_read', fd, into(4), out], ['fd_read', earlier, into(4), out]], see: [[out, 4], [buffer, 4]] },
    'a file over itself': { before: [open('file')], args: [fd, fd], after: [['fd_read', fd, into(4), out]], see: [[out, 4], [buffer, 4]] },
    'a file over no descriptor': { before: [open('file')], args: [fd, 99] },
    'no descriptor over a file': { before: [open('file')], args: [99, fd], after: [['fd_read', fd, into(4), out]] },
    'a file over a directory': { before: [open('file')], args: [fd, 4], after: [['fd_read', 4, into(4), out], ['fd_prestat_get', 4, buffer]] },
    'a file over standard output': { before: [open('file')], args: [fd, 1], after: [['fd_read', 1, into(4), out], ['fd_read', fd, into(4), out + 8]], see: [[out, 4], [buffer, 4]] },
    'standard output over a file': { before: [open('file')], args: [1, fd], after: [['fd_write', fd, from('x'), out], ['fd_write', 1, from('x'), out + 8]], see: [[out, 4]] },
    'standard error over standard output': { args: [2, 1], after: [['fd_write', 1, from('x'), out], ['fd_write', 2, from('x'), out + 8]], see: [[out, 4]] },
  },
  fd_seek: {
    'a file, from its beginning': { before: [open('file')], args: [fd, 4n, 0, out], after: [['fd_read', fd, into(4), out + 8]], see: [[out, 8], [buffer, 4]] },
    'a file, from its end': { before: [open('file')], args: [fd, -2n, 2, out], see: [[out, 8]] },
    'a file, from where it is': { before: [open('file'), ['fd_seek', fd, 4n, 0, out]], args: [fd, -1n, 1, out], see: [[out, 8]] },
    'beyond the end': { before: [open('file')], args: [fd, 100n, 0, out], after: [['fd_read', fd, into(4), out + 8]], see: [[out, 12]] },
    'before the beginning': { before: [open('file')], args: [fd, -1n, 0, out], after: [['fd_tell', fd, out]], see: [[out, 8]] },
    'from the end to before the beginning': { before: [open('file')], args: [fd, -11n, 2, out] },
    'an unknown whence': { before: [open('file')], args: [fd, 0n, 3, out] },
    'a negative whence': { before: [open('file')], args: [fd, 0n, -1, out] },
    'a directory': { args: [3, 0n, 0, out] },
    'standard input': { args: [0, 0n, 1, out] },
    'standard output': { args: [1, 0n, 0, out] },
    'standard error': { args: [2, 0n, 2, out] },
    'no descriptor': { args: [99, 0n, 0, out] },
    'outside of the memory': { before: [open('file')], args: [fd, 0n, 0, end] },
  },
  fd_tell: {
    'a file': { before: [open('file'), ['fd_seek', fd, 4n, 0, out]], args: [fd, out + 8], see: [[out + 8, 8]] },
    'a file that was read': { before: [open('file'), ['fd_read', fd, into(3), out]], args: [fd, out + 8], see: [[out + 8, 8]] },
    'a file that is appended to': { before: [open('file', { status: 1 }), ['fd_write', fd, from('xy'), out]], args: [fd, out + 8] },
    'a directory': { args: [3, out] },
    'standard output': { args: [1, out] },
    'no descriptor': { args: [99, out] },
    'outside of the memory': { before: [open('file')], args: [fd, end] },
  },
  fd_write: {
    'a file': { before: [open('file')], args: [fd, from('ab'), out], after: [['fd_pread', fd, into(20), 0n, out + 8]], see: [[out, 4], [buffer, 10]] },
    'over the end': { before: [open('file'), ['fd_seek', fd, 9n, 0, out]], args: [fd, from('ab'), out], after: [['fd_pread', fd, into(20), 0n, out + 8]], see: [[out, 4], [out + 8, 4], [buffer, 11]] },
    'beyond the end': { before: [open('file'), ['fd_seek', fd, 12n, 0, out]], args: [fd, from('ab'), out], after: [['fd_pread', fd, into(20), 0n, out + 8]], see: [[out, 4], [out + 8, 4], [buffer, 14]] },
    'a file that is appended to': { before: [open('file', { status: 1 })], args: [fd, from('ab'), out], after: [['fd_pread', fd, into(20), 0n, out + 8]], see: [[out, 4], [out + 8, 4], [buffer, 12]] },
    'from no vectors': { before: [open('file')], args: [fd, from(), out], see: [[out, 4]] },
    'nothing': { before: [open('file')], args: [fd, from(''), out], see: [[out, 4]] },
    'nothing, and something': { before: [open('file')], args: [fd, from('', 'ab'), out], see: [[out, 4]] },
    'a file to read': { before: [openToRead('file')], args: [fd, from('ab'), out] },
    'a directory': { args: [3, from('ab'), out] },
    'standard output': { args: [1, from('ab'), out], see: [[out, 4]] },
    'standard output, nothing': { args: [1, from(''), out], see: [[out, 4]] },
    'standard error': { args: [2, from('ab', 'cd'), out], see: [[out, 4]], ours: { seen: ['04000000'] } },
    'standard input': { args: [0, from('ab'), out] },
    'no descriptor': { args: [99, from('ab'), out] },
    'from outside of the memory': { args: [1, vector(end - 2, 8), out] },
    'vectors outside of the memory': { args: [1, end, 1, out] },
    'too many vectors': { args: [1, vectors, -1, out] },
    'the result outside of the memory': { args: [1, from('ab'), end] },
  },
  path_create_directory: {
    'a directory': { args: [3, path('new')], after: [['path_filestat_get', 3, 1, path('new'), buffer]], see: [[buffer + 16, 1]] },
    'with a slash at its end': { args: [3, path('new/')], after: [['path_filestat_get', 3, 1, path('new'), buffer]] },
    'one that is there': { args: [3, path('dir')] },
    'where a file is': { args: [3, path('file')] },
    'in one that is not there': { args: [3, path('no/new')] },
    'in a file': { args: [3, path('file/new')] },
    'no name': { args: [3, path('')] },
    'the directory itself': { args: [3, path('.')] },
    'outside': { args: [3, path('../new')], ours: leaves },
    'an absolute path': { args: [3, path('/new')], ours: leaves },
    'relative to a file': { before: [open('file')], args: [fd, path('new')] },
    'relative to standard output': { args: [1, path('new')] },
    'no descriptor': { args: [99, path('new')] },
    'outside of the memory': { args: [3, end - 1, 4] },
  },
  path_filestat_get: {
    'a file': { args: [3, 1, path('file'), buffer], see: [[buffer + 16, 1], [buffer + 24, 16]] },
    'a directory': { args: [3, 1, path('dir'), buffer], see: [[buffer + 16, 1]] },
    'a directory with a slash at its end': { args: [3, 1, path('dir/'), buffer], see: [[buffer + 16, 1]] },
    'a file with a slash at its end': { args: [3, 1, path('file/'), buffer] },
    'the directory itself': { args: [3, 1, path('.'), buffer], see: [[buffer + 16, 1]] },
    'down and up again': { args: [3, 1, path('dir/../file'), buffer], see: [[buffer + 16, 1]] },
    'nothing there': { args: [3, 1, path('no'), buffer] },
    'below a file': { args: [3, 1, path('file/x'), buffer] },
    'no name': { args: [3, 1, path(''), buffer] },
    'outside': { args: [3, 1, path('..'), buffer], ours: leaves },
    'an absolute path': { args: [3, 1, path('/file'), buffer], ours: leaves },
    'no text': { args: [3, 1, path(new Uint8Array([0x61, 0xff])), buffer] },
    'a NUL': { args: [3, 1, path('fi\0le'), buffer] },
    'an unknown lookup flag': { args: [3, 2, path('file'), buffer] },
    'relative to a file': { before: [open('file')], args: [fd, 1, path('file'), buffer] },
    'no descriptor': { args: [99, 1, path('file'), buffer] },
    'outside of the memory': { args: [3, 1, path('file'), end] },
  },
  path_filestat_set_times: {
    'a file': { args: [3, 1, path('file'), 1_000_000_000n, 2_000_000_000n, 5], after: [['path_filestat_get', 3, 1, path('file'), buffer]], see: [[buffer + 40, 16]] },
    'a directory': { args: [3, 1, path('dir'), 0n, 0n, 10] },
    'nothing there': { args: [3, 1, path('no'), 0n, 0n, 10] },
    'both given and now': { args: [3, 1, path('file'), 0n, 0n, 12] },
    'outside': { args: [3, 1, path('../x'), 0n, 0n, 10], ours: leaves },
    'no descriptor': { args: [99, 1, path('file'), 0n, 0n, 10] },
  },
  path_link: {
    'a file': { args: [3, 0, path('file'), 3, to('link')], after: [['path_filestat_get', 3, 1, path('link'), buffer]], see: [[buffer + 16, 1], [buffer + 32, 8]] },
    'into another directory': { before: [openDirectory('dir')], args: [3, 0, path('file'), fd, to('link')], after: [['path_filestat_get', 3, 1, path('dir/link'), buffer]] },
    'over a file': { args: [3, 0, path('file'), 3, to('dir/inner')] },
    'over itself': { args: [3, 0, path('file'), 3, to('file')] },
    'a directory': { args: [3, 0, path('dir'), 3, to('link')] },
    'nothing': { args: [3, 0, path('no'), 3, to('link')] },
    'where no directory is': { args: [3, 0, path('file'), 3, to('no/link')] },
    'with a slash at its end': { args: [3, 0, path('file'), 3, to('link/')] },
    'to outside': { args: [3, 0, path('file'), 3, to('../link')], ours: leaves },
    'following links': { args: [3, 1, path('file'), 3, to('link')] },
    'no descriptor': { args: [99, 0, path('file'), 3, to('link')] },
    'to no descriptor': { args: [3, 0, path('file'), 99, to('link')] },
  },
  path_open: {
    'a file to read': { args: openToRead('file').slice(1), see: [[opened, 4]] },
    'a file below': { args: openToRead('dir/inner').slice(1) },
    'a file by . and ..': { args: openToRead('./dir/../dir/./inner').slice(1) },
    'a file by slashes': { args: openToRead('dir//inner').slice(1) },
    'a file with a slash at its end': { args: openToRead('file/').slice(1) },
    'a directory as a directory': { args: openDirectory('dir').slice(1) },
    'a directory with a slash at its end': { args: openDirectory('dir/').slice(1) },
    'the directory itself': { args: openDirectory('.').slice(1) },
    'a directory as a file to read': { args: openToRead('dir').slice(1) },
    'a directory to write': { args: open('dir', { base: rights.write }).slice(1) },
    'a directory with every right': { args: open('dir', { flags: 2, base: rights.all }).slice(1), ours: { errno: 0 } },
    'a file as a directory': { args: openDirectory('file').slice(1) },
    'nothing': { args: openToRead('no').slice(1) },
    'nothing, as a directory': { args: openDirectory('no').slice(1) },
    'below nothing': { args: openToRead('no/file').slice(1) },
    'below a file': { args: openToRead('file/x').slice(1) },
    'no name': { args: openToRead('').slice(1) },
    'a new file': { args: open('new', { flags: 1 }).slice(1), after: [['fd_write', fd, from('ab'), out], ['fd_filestat_get', fd, buffer]], see: [[out, 4], [buffer + 16, 1], [buffer + 32, 8]] },
    'a new file with a slash at its end': { args: open('new/', { flags: 1 }).slice(1) },
    'a new file where no directory is': { args: open('no/new', { flags: 1 }).slice(1) },
    'a new file, of an old name': { args: open('file', { flags: 1 }).slice(1), after: [['fd_filestat_get', fd, buffer]], see: [[buffer + 32, 8]] },
    'a new file that must be new': { args: open('file', { flags: 5 }).slice(1) },
    'a new file over a directory': { args: open('dir', { flags: 1 }).slice(1) },
    'a new directory': { args: open('new', { flags: 3 }).slice(1) },
    'a truncated file': { args: open('file', { flags: 8 }).slice(1), after: [['fd_filestat_get', fd, buffer]], see: [[buffer + 32, 8]] },
    'a truncated file to read': { args: open('file', { flags: 8, base: rights.read }).slice(1) },
    'a truncated directory': { args: open('dir', { flags: 10 }).slice(1) },
    'outside': { args: openToRead('../file').slice(1), ours: leaves },
    'outside, from below': { args: openToRead('dir/../../file').slice(1), ours: leaves },
    'an absolute path': { args: openToRead('/file').slice(1), ours: leaves },
    'a NUL': { args: openToRead('fi\0le').slice(1) },
    'no text': { args: openToRead(new Uint8Array([0x61, 0xff])).slice(1) },
    'without rights': { args: open('file', { base: 0n }).slice(1) },
    'unknown flags': { args: open('file', { flags: 64 }).slice(1) },
    'unknown status flags': { args: open('file', { status: 64 }).slice(1) },
    'relative to a file': { before: [open('file')], args: open('file', { directory: fd }).slice(1) },
    'relative to a directory that was opened': { before: [openDirectory('dir')], args: open('inner', { directory: fd }).slice(1) },
    'out of a directory that was opened': { before: [openDirectory('dir')], args: open('../file', { directory: fd }).slice(1), ours: leaves },
    'relative to standard output': { args: open('file', { directory: 1 }).slice(1) },
    'no descriptor': { args: open('file', { directory: 99 }).slice(1) },
    'a path outside of the memory': { args: [3, 1, end, 4, 0, both, both, 0, opened] },
    'a path of more than the memory': { args: [3, 1, 0, -1, 0, both, both, 0, opened] },
  },
  path_readlink: {
    'a file': { args: [3, path('file'), buffer, 100, out] },
    'nothing': { args: [3, path('no'), buffer, 100, out] },
    'outside': { args: [3, path('../x'), buffer, 100, out], ours: leaves },
    'relative to a file': { before: [open('file')], args: [fd, path('x'), buffer, 100, out] },
    'no descriptor': { args: [99, path('file'), buffer, 100, out] },
  },
  path_remove_directory: {
    'an empty directory': { args: [3, path('empty')], after: [['path_filestat_get', 3, 1, path('empty'), buffer]] },
    'with a slash at its end': { args: [3, path('empty/')], ours: { errno: 0 } },
    'one that is not empty': { args: [3, path('dir')] },
    'a file': { args: [3, path('file')] },
    'nothing': { args: [3, path('no')] },
    'the directory itself': { args: [3, path('.')] },
    'outside': { args: [3, path('../x')], ours: leaves },
    'no descriptor': { args: [99, path('empty')] },
  },
  path_rename: {
    'a file': { args: [3, path('file'), 3, to('new')], after: [['path_filestat_get', 3, 1, path('file'), buffer], ['path_filestat_get', 3, 1, path('new'), buffer]], see: [[buffer + 32, 8]] },
    'a file over another': { args: [3, path('file'), 3, to('dir/inner')], after: [['path_filestat_get', 3, 1, path('dir/inner'), buffer]], see: [[buffer + 32, 8]] },
    'a file over itself': { args: [3, path('file'), 3, to('file')], after: [['path_filestat_get', 3, 1, path('file'), buffer]] },
    'a file over a directory': { args: [3, path('file'), 3, to('empty')], after: [['path_filestat_get', 3, 1, path('file'), buffer]] },
    'a directory': { args: [3, path('dir'), 3, to('new')], after: [['path_filestat_get', 3, 1, path('new/inner'), buffer]] },
    'a directory over an empty one': { args: [3, path('dir'), 3, to('empty')], after: [['path_filestat_get', 3, 1, path('empty/inner'), buffer]] },
    'a directory over one that is not empty': { args: [3, path('empty'), 3, to('dir')], after: [['path_filestat_get', 3, 1, path('empty'), buffer]] },
    'a directory over a file': { args: [3, path('dir'), 3, to('file')], after: [['path_filestat_get', 3, 1, path('dir/inner'), buffer]] },
    'a directory into itself': { args: [3, path('dir'), 3, to('dir/sub')], after: [['path_filestat_get', 3, 1, path('dir/inner'), buffer]] },
    'an open file': { before: [open('file')], args: [3, path('file'), 3, to('new')], after: [['fd_read', fd, into(4), out]], see: [[buffer, 4]] },
    'nothing': { args: [3, path('no'), 3, to('new')] },
    'where no directory is': { args: [3, path('file'), 3, to('no/new')], after: [['path_filestat_get', 3, 1, path('file'), buffer]] },
    'to outside': { args: [3, path('file'), 3, to('../new')], ours: leaves },
    'no descriptor': { args: [99, path('file'), 3, to('new')] },
    'to no descriptor': { args: [3, path('file'), 99, to('new')], after: [['path_filestat_get', 3, 1, path('file'), buffer]] },
  },
  path_symlink: {
    'an absolute target': { args: [path('/file'), 3, to('link')], ours: leaves },
    'no descriptor': { args: [path('file'), 99, to('link')] },
    'over a file': { args: [path('dir'), 3, to('file')] },
    'outside': { args: [path('file'), 3, to('../link')], ours: leaves },
  },
  path_unlink_file: {
    'a file': { args: [3, path('file')], after: [['path_filestat_get', 3, 1, path('file'), buffer]] },
    'a file below': { args: [3, path('dir/inner')] },
    'an open file': { before: [open('file')], args: [3, path('file')], after: [['fd_read', fd, into(4), out]], see: [[out, 4], [buffer, 4]] },
    'a directory': { args: [3, path('empty')] },
    'with a slash at its end': { args: [3, path('file/')] },
    'nothing': { args: [3, path('no')] },
    'outside': { args: [3, path('../x')], ours: leaves },
    'no descriptor': { args: [99, path('file')] },
  },
  poll_oneoff: {
    'a clock': poll(clock(1, 2n * ms)),
    'the real-time clock': poll(clock(0, 2n * ms)),
    'a time of 0': poll(clock(1, 0n)),
    'a time that is over': poll(clock(1, 1n, { absolute: true })),
    'a time that is over, of the real-time clock': poll(clock(0, 1n, { absolute: true })),
    'two clocks': poll(clock(1, 2n * ms, { userdata: 1n }), clock(1, 60_000n * ms, { userdata: 2n })),
    'two clocks, the later first': poll(clock(1, 60_000n * ms, { userdata: 1n }), clock(1, 2n * ms, { userdata: 2n })),
    'standard input, which is at its end': poll(reading(0)),
    'standard input and a clock': poll(reading(0), clock(1, 60_000n * ms)),
    'a clock and standard input': poll(clock(1, 60_000n * ms), reading(0)),
    'standard output': poll(writing(1)),
    'standard error and a clock': poll(writing(2), clock(0, 60_000n * ms)),
    'standard input, to write': poll(writing(0)),
    'standard output, to read': poll(reading(1)),
    'a file to read': pollFile([open('file')], reading(5)),
    'a file to write': pollFile([open('file')], writing(5)),
    'a file at its end': pollFile([open('file'), ['fd_seek', fd, 0n, 2, out]], reading(5)),
    'a directory': poll(reading(3)),
    'a directory, to write': poll(writing(3)),
    'no descriptor': poll(reading(99)),
    'no descriptor, to write': poll(writing(99)),
    'no descriptor and a clock': poll(reading(99), clock(1, 60_000n * ms)),
    'three of which two are ready': poll(reading(0, 1n), clock(1, 60_000n * ms, { userdata: 2n }), writing(1, 3n)),
    'an unknown clock': poll(clock(4, 0n)),
    'the clock of the process': poll(clock(2, 0n)),
    'an unknown kind': poll(subscribe(3, 7n, () => {})),
    'unknown flags of a clock': poll(subscribe(0, 7n, (view) => { view.setUint32(16, 1, true); view.setUint16(40, 2, true); })),
    'nothing': { args: [subscriptions, events, 0, out], put: [[out, u32(77)]], see: [[out, 4]] },
    'subscriptions outside of the memory': { args: [end - 40, events, 1, out] },
    'events outside of the memory': { put: [[subscriptions, clock(1, 0n)]], args: [subscriptions, end - 16, 1, out] },
    'the number outside of the memory': { put: [[subscriptions, clock(1, 0n)]], args: [subscriptions, events, 1, end] },
    'too many': { put: [[subscriptions, clock(1, 0n)]], args: [subscriptions, events, -1, out] },
  },
  proc_raise: {
    'a signal': { args: [9] },
    'no signal': { args: [0] },
  },
  random_get: {
    'some bytes': { args: [buffer, 64] },
    'no bytes': { args: [buffer, 0] },
    'outside of the memory': { args: [end - 8, 64] },
    'more than the memory': { args: [buffer, -1] },
  },
  sched_yield: {
    'for nobody': { args: [] },
  },
  sock_accept: {
    'standard input': { args: [0, 0, out] },
    'a directory': { args: [3, 0, out] },
    'a file': { before: [open('file')], args: [fd, 0, out] },
    'no descriptor': { args: [99, 0, out] },
  },
  sock_recv: {
    'standard input': { args: [0, into(4), 0, out, out + 8] },
    'a directory': { args: [3, into(4), 0, out, out + 8] },
    'a file': { before: [open('file')], args: [fd, into(4), 0, out, out + 8] },
    'no descriptor': { args: [99, into(4), 0, out, out + 8] },
  },
  sock_send: {
    'standard output': { args: [1, from('ab'), 0, out] },
    'a directory': { args: [3, from('ab'), 0, out] },
    'a file': { before: [open('file')], args: [fd, from('ab'), 0, out] },
    'no descriptor': { args: [99, from('ab'), 0, out] },
  },
  sock_shutdown: {
    'standard output': { args: [1, 3] },
    'a directory': { args: [3, 3] },
    'a file': { before: [open('file')], args: [fd, 3] },
    'no descriptor': { args: [99, 3] },
    'an unknown way': { args: [3, 0] },
  },
};
