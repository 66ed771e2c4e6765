/**
 * @typedef {object} Statistics times in milliseconds
 * @property {number} count
 * @property {number} mean
 * @property {number} least
 * @property {number} most
 * @property {number} p50
 * @property {number} p95
 * @property {number} p99
 */

/** The nearest-rank percentile. @param {Float64Array} sorted @param {number} percent */
const percentile = (sorted, percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];

/** @param {Float64Array} durations at least one @returns {Statistics} */
export function summarize(durations) {
  const sorted = durations.toSorted();
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    count: sorted.length,
    mean: sum / sorted.length,
    least: sorted[0],
    most: sorted[sorted.length - 1],
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
  };
}

/**
 * A histogram of durations: bins of equal width up to the 99th percentile, and what is slower in the last.
 * @param {Float64Array} durations at least one
 * @param {number} [most] how many bins
 * @returns {{from: number, to: number, count: number}[]}
 */
export function histogram(durations, most = 30) {
  const { least, p99 } = summarize(durations);
  const width = (p99 - least) / most;
  if (!(width > 0)) return [{ from: least, to: least, count: durations.length }];
  const bins = Array.from({ length: most }, (_, i) => ({ from: least + i * width, to: least + (i + 1) * width, count: 0 }));
  for (const value of durations) bins[Math.min(most - 1, Math.max(0, Math.floor((value - least) / width)))].count++;
  return bins;
}
