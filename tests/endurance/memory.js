// How much memory may grow, and how it is shown.

const MIB = 1 << 20;

/**
 * What may come on top of what there was, in bytes. Garbage has been collected, so the heap is to stay as it is; the
 * allocator behind buffers and processes keeps some of what it had, and pages are mapped as they are first touched.
 */
export const bounds = { heap: 2 * MIB, buffers: 8 * MIB, resident: 96 * MIB };

const mib = (bytes) => `${(bytes / MIB).toFixed(2)} MiB`;

/** @param {import('../runner/rounds/meters.mjs').Measure} measure */
export function shown({ workers, ...bytes }) {
  const known = Object.entries(bytes).filter(([, value]) => value !== null);
  return `${known.map(([name, value]) => `${name} ${mib(value)}`).join(', ')}, workers ${workers}`;
}

/**
 * Measures, again and again for a while, until memory is within the bounds: garbage goes in the end, also where nothing
 * can have it collected, and what leaks does not.
 * @param {import('../runner/rounds/meters.mjs').Measure} before
 * @param {() => Promise<import('../runner/rounds/meters.mjs').Measure>} measure
 * @param {number} workers how many there must be
 * @throws {Error} when memory stays beyond the bounds, or when there is nothing to tell it by
 */
export async function expectFlat(before, measure, workers) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const after = await measureWith(measure, workers);
    const grown = Object.keys(bounds).filter((name) => after[name] !== null && after[name] - before[name] > bounds[name]);
    if (Object.keys(bounds).every((name) => after[name] === null)) throw new Error('nothing tells how much memory there is in use');
    if (grown.length === 0) return;
    if (performance.now() > end) throw new Error(`${grown.join(' and ')} grew too much: ${shown(before)}; then ${shown(after)}`);
    await pause();
  }
}

/**
 * Measures until there are that many workers: the end of one takes its time.
 * @param {() => Promise<import('../runner/rounds/meters.mjs').Measure>} measure
 * @param {number} workers
 * @throws {Error} when there are more or fewer after a while
 */
export async function measureWith(measure, workers) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const measured = await measure();
    if (measured.workers === workers) return measured;
    if (performance.now() > end) throw new Error(`there are ${measured.workers} workers instead of ${workers}`);
    await pause();
  }
}

const PATIENCE_MS = 10_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
