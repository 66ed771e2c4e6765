// What an odd worker may do, the same in browsers and in Node.

/** What a stranger could say, some of it much like our own messages. */
export const strange = [
  'hello',
  null,
  42,
  [],
  { kind: 'done' },
  { kind: 'started' },
  { kind: 'failed', failure: { message: 'from a stranger' } },
  { kind: 'host', index: 0, args: [] },
  { kind: 'call', name: 'echo' },
  { protocol: 'extism-web' },
  { protocol: 'somebody', kind: 'done' },
  { protocol: 'extism-web', kind: 7 },
];

/** Makes the next file that is written in a directory of the origin fail. @returns what takes that back */
export function failFirstFile() {
  const { prototype } = FileSystemFileHandle;
  const { createWritable } = prototype;
  const restore = () => void (prototype.createWritable = createWritable);
  prototype.createWritable = () => {
    restore();
    return Promise.reject(new DOMException('no room', 'QuotaExceededError'));
  };
  return restore;
}

/**
 * @param {string} how
 * @param {{listen: (receive: (data: any) => void) => void, post: (data: unknown) => void, end: () => void}} scope
 */
export function beOdd(how, { listen, post, end }) {
  const fail = () => {
    throw new Error('an odd worker');
  };
  if (how === 'throws at once') fail();
  if (how === 'has no room for its first file') failFirstFile();
  listen((data) => {
    if (data === 'end') end();
    if (data === 'throw') fail();
    if (data?.kind !== 'start') return;
    if (how === 'ends at the start') end();
    if (how === 'throws at the start') fail();
    if (how === 'chatters') for (const words of strange) post(words);
    if (how === 'grows') for (const all = []; ; ) all.push(new Array(1e6).fill(how));
  });
  if (how === 'chatters') for (const words of strange) post(words);
}
