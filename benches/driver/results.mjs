// From figures to what is shown of them.

/**
 * A row as it is written to the figures' file.
 * @typedef {{id: string, group: string, name: string, against: string | null, floor: string | null,
 *   figures: import('../harness/measure.js').Figures[]}} Result
 */

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

/** The value below which the fraction `at` of the numbers lies. */
function quantile(numbers, at) {
  const values = sorted(numbers);
  const position = (values.length - 1) * at;
  const low = Math.floor(position);
  const high = Math.ceil(position);
  return values[low] + (values[high] - values[low]) * (position - low);
}

export const median = (numbers) => quantile(numbers, 0.5);

const find = (result, name) => result.figures.find((figure) => figure.name === name);

/**
 * How many times as many operations ours does in the same time: the ratio of the medians, and how far the ratios of
 * single rounds lie apart.
 * @param {Result} result
 * @returns {{of: number, low: number, high: number, quartiles: number[]} | null} null where nothing is compared
 */
export function ratio(result) {
  const ours = find(result, 'ours');
  const other = find(result, result.against);
  if (other === undefined) return null;
  const rounds = other.ns.map((ns, round) => ns / ours.ns[round]);
  return {
    of: median(other.ns) / median(ours.ns),
    low: Math.min(...rounds),
    high: Math.max(...rounds),
    quartiles: [quantile(rounds, 0.25), quantile(rounds, 0.75)],
  };
}

/** The medians of a row, in nanoseconds: ours, what it is compared with, the floor, and all others by name. */
export function medians(result) {
  const of = (name) => (find(result, name) === undefined ? undefined : median(find(result, name).ns));
  const named = ['ours', result.against, result.floor];
  return {
    ours: of('ours'),
    other: of(result.against),
    floor: of(result.floor),
    extra: result.figures.filter(({ name }) => !named.includes(name)).map(({ name, ns }) => ({ name, ns: median(ns) })),
  };
}
