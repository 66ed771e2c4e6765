// Timing: contestants take turns, a slice of time each, round after round.

/**
 * Something that is timed.
 * @typedef {object} Contestant
 * @property {string} name `ours`, `theirs`, or what it stands for
 * @property {(times: number) => unknown} run does the same thing so many times; may return a promise
 * @property {number} [operations] how many operations doing it once is; 1 unless told
 * @property {number} [atOnce] how many times at most it may run before `between`; any number unless told
 * @property {() => unknown} [between] puts it in order before it runs; may return a promise. Its time is not counted
 * @property {() => unknown} [close]
 *
 * @typedef {{rounds: number, sliceMs: number}} Settings
 *
 * What came out: nanoseconds for one operation, in each round.
 * @typedef {{name: string, times: number, ns: number[]}} Figures
 */

/** How often a contestant runs a whole slice before the first round: engines compile hot code on the way. */
const warmUps = 3;

/**
 * @param {Contestant[]} contestants
 * @param {Settings} settings
 * @returns {Promise<Figures[]>} in the order of the contestants
 */
export async function measure(contestants, { rounds, sliceMs }) {
  const figures = [];
  for (const contestant of contestants) {
    figures.push({ name: contestant.name, times: await calibrate(contestant, sliceMs), ns: /** @type {number[]} */ ([]) });
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const { times, ns } = figures[index];
      await pause();
      ns.push(((await clock(contestant, times)) * 1e6) / (times * (contestant.operations ?? 1)));
    }
  }
  return figures;
}

/** How many times fill a slice, once the code is warm. */
async function calibrate(contestant, sliceMs) {
  let times = 1;
  let ms = await clock(contestant, times);
  while (ms < sliceMs / 4) {
    times = ms < sliceMs / 64 ? times * 16 : Math.ceil((times * sliceMs) / (2 * ms));
    ms = await clock(contestant, times);
  }
  for (let i = 0; i < warmUps; i++) {
    times = Math.max(1, Math.round((times * sliceMs) / ms));
    await pause();
    ms = await clock(contestant, times);
  }
  return Math.max(1, Math.round((times * sliceMs) / ms));
}

/** How long it runs, in milliseconds. */
async function clock({ run, atOnce = Infinity, between }, times) {
  let ms = 0;
  for (let left = times; left > 0; left -= atOnce) {
    await between?.();
    const start = performance.now();
    await run(Math.min(left, atOnce));
    ms += performance.now() - start;
  }
  return ms;
}

/** Gives way to the engine: what one contestant left to do is not done in the time of the next. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 0));
