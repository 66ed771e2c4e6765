// Chromium has room for some 120 memories in all pages and workers of one site together, and lets go of those that nobody
// uses when it collects the garbage of the thread that made them. A worker that finds no room has no garbage; its page may
// have a lot, of plug-ins that were closed, and does not know.

/** More than there is room for. */
const PLENTY = 200;

/**
 * Whether a start failed since there was no room for a memory.
 * @param {any} error
 */
export function lacksRoom(error) {
  const reason = error?.cause ?? error;
  // Firefox throws text.
  return (reason instanceof RangeError || typeof reason === 'string') && /memory/i.test(String(reason));
}

/** Makes the engine let go of memories that nobody uses on this thread: it does so before it refuses another. */
export function makeRoom() {
  takeAllRoom();
  // What took it is used by nobody, either: one more memory makes the engine see that.
  takeAllRoom(1);
}

function takeAllRoom(most = PLENTY) {
  const memories = [];
  try {
    while (memories.length < most) memories.push(new WebAssembly.Memory({ initial: 0, maximum: 1 }));
  } catch {
    // There was no room for all of them, which was the point.
  }
}
