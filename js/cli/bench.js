import { performance } from 'node:perf_hooks';
import { common, inputOptions, pluginOptions, readArgs, wholeNumber } from './args.js';
import { inputOf, pluginAndFunction, pluginWith } from './call.js';

export const options = /** @type {const} */ ({ ...common, ...pluginOptions, ...inputOptions, duration: { type: 'string' } });

const DURATION_MS = 2000;
/** Until the engine has compiled what is called often. */
const WARM_UP_MS = 300;

/** @param {number} ms */
function time(ms) {
  if (ms >= 1) return `${ms.toFixed(2)} ms`;
  return ms >= 0.001 ? `${(ms * 1000).toFixed(2)} µs` : `${(ms * 1e6).toFixed(0)} ns`;
}

/**
 * Calls a function again and again, and says how long that takes.
 *
 * @param {string[]} args
 */
export async function bench(args) {
  const { values, positionals } = readArgs(args, options);
  const { source, name } = pluginAndFunction(positionals, 'bench');
  const durationMs = wholeNumber('duration', values.duration, 1) ?? DURATION_MS;
  const input = await inputOf(values);
  const before = performance.now();
  const plugin = await pluginWith(source, name, values);
  const startMs = performance.now() - before;
  /** @type {number[]} */
  const times = [];
  /** @param {number} ms @param {boolean} isKept */
  const calls = async (ms, isKept) => {
    const end = performance.now() + ms;
    for (let begin = performance.now(); begin < end; ) {
      await plugin.call(name, input);
      const now = performance.now();
      if (isKept) times.push(now - begin);
      begin = now;
    }
  };
  try {
    await calls(WARM_UP_MS, false);
    await calls(durationMs, true);
  } finally {
    await plugin.close();
  }
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  const total = times.reduce((sum, each) => sum + each, 0);
  const figures = { calls: times.length, callsPerSecond: Math.round((times.length / total) * 1000), startMs, medianMs: at(0.5), p95Ms: at(0.95), leastMs: times[0], mostMs: at(1) };
  if (values.json) return console.log(JSON.stringify(figures, null, 2));
  console.log(`${name}: ${figures.calls.toLocaleString('en')} calls, ${figures.callsPerSecond.toLocaleString('en')} per second`);
  console.log(`start ${time(startMs)}, median ${time(figures.medianMs)}, 95 % below ${time(figures.p95Ms)}, least ${time(figures.leastMs)}, most ${time(figures.mostMs)}`);
}
