import { PluginError } from './error.js';

// Chromium has room for some 120 memories in all pages and workers of one site together. It lets go of a memory when it
// collects the garbage of the thread that made it, which it does before it refuses that thread another. Of a plug-in that was
// dropped it learns in two steps: the collection has the host told, some turns later, which then lets go of the plug-in's
// memories; and the next collection finds them. A worker that finds no room has no garbage: that of its page is in the way.

/** More than there is room for. */
const PLENTY = 200;

/** How long to wait between attempts, for what was dropped to be freed and for workers to end (milliseconds). The last is for busy machines. */
const PAUSES = [1, 10, 50, 250, 1000];

/**
 * Does what needs memories, again and again while there is no room for them: what nobody uses any more is freed meanwhile.
 *
 * @template T
 * @param {() => Promise<T>} make
 * @param {() => boolean} [mayRepeat] whether what failed for lack of room can be done again
 * @returns {Promise<T>}
 * @throws {PluginError} MEMORY_LIMIT when there is no room
 */
export async function withRoom(make, mayRepeat = () => true) {
  for (const pause of PAUSES) {
    try {
      return await make();
    } catch (error) {
      if (!lacksRoom(error) || !mayRepeat()) throw error;
    }
    makeRoom();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return make();
}

/** What engines throw when there is no room for a memory: most a RangeError, Firefox also text. @param {any} thrown */
const isRefusal = (thrown) => (thrown instanceof RangeError || typeof thrown === 'string') && /memory|allocation/i.test(String(thrown));

/** @param {any} error */
const lacksRoom = (error) => error instanceof PluginError && error.code === 'MEMORY_LIMIT' && isRefusal(error.cause);

/**
 * What was thrown, or in place of an engine's refusal of a memory our own error.
 * @param {string} what there was no room for
 * @param {any} thrown
 */
export function explained(what, thrown) {
  if (!isRefusal(thrown)) return thrown;
  return new PluginError(`there is no room for the memory of ${what}: ${thrown.message ?? thrown}`, 'MEMORY_LIMIT', undefined, thrown);
}

/** Makes the engine let go of memories that nobody uses on this thread. */
function makeRoom() {
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
