/**
 * Looking for a while before one waits. A thread that sleeps takes 50 to 100 µs to wake up, which is ten times as long as a
 * small call; and whoever is called once is mostly called again at once.
 * @module
 */

/** How long a worker looks, and how long a page (milliseconds). */
const WORKER_LIMIT = 0.2;
const PAGE_LIMIT = 0.02;

/** How many looks a millisecond has at most: an end to it where clocks are coarse. */
const LOOKS_PER_MS = 500_000;

/** How many looks there are for one at the clock, which takes longer. */
const LOOKS_PER_TIME = 64;

/** How long, and how many times, a page gets its answers by looking before it gives way to everything else that waits. */
const TURN_LIMIT = 2;
const TURN_ANSWERS = 200;

/** How many times a page does not look after it looked in vain: that plug-in takes its time. */
const PAUSE = 15;

/**
 * @param {Int32Array} words
 * @param {number} index
 * @param {number} value
 * @param {number} limit milliseconds
 * @returns {boolean} whether the word is no longer `value`
 */
function poll(words, index, value, limit) {
  const until = performance.now() + limit;
  const looks = limit * LOOKS_PER_MS;
  for (let i = 1; i < looks; i++) {
    if (Atomics.load(words, index) !== value) return true;
    if (i % LOOKS_PER_TIME === 0 && performance.now() >= until) break;
  }
  return false;
}

/**
 * Looks, on a thread that may block, until the word is no longer `value`, or for a while.
 * @param {Int32Array} words
 * @param {number} index
 * @param {number} value
 * @returns {boolean} whether it is no longer `value`
 */
export const pollInWorker = (words, index, value) => poll(words, index, value, WORKER_LIMIT);

/** When the page last gave way, and how many answers it got since then without doing so again. */
let gaveWay = -Infinity;
let answers = 0;

/** How a page looks for the answers of one worker. */
export class PagePoll {
  #pause = 0;

  /**
   * Looks until the word is no longer `value`, or for a very short while, or not at all when other things should have their turn.
   * @param {Int32Array} words
   * @param {number} index
   * @param {number} value
   */
  look(words, index, value) {
    if (this.#pause > 0) {
      this.#pause--;
    } else if (answers < TURN_ANSWERS && performance.now() - gaveWay < TURN_LIMIT) {
      if (poll(words, index, value, PAGE_LIMIT)) answers++;
      else this.#pause = PAUSE;
    }
  }
}

/** The page has waited, and all else has had its turn. */
export function gaveTurn() {
  gaveWay = performance.now();
  answers = 0;
}
